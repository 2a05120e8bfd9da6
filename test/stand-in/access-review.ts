import { fieldsOf } from './objects.ts';
import { accessIn, isProtobuf } from './protobuf.ts';

/** The action that a client asks about; fields as in `SelfSubjectAccessReview`. */
export interface Access {
  readonly verb?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** The review with its answer. */
export function review(body: Buffer, can: (access: Access) => boolean): object {
  const access = isProtobuf(body) ? accessIn(body) : attributesIn(JSON.parse(body.toString()));
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: { resourceAttributes: access },
    status: { allowed: can(access) },
  };
}

function attributesIn(asked: unknown): Access {
  return fieldsOf(fieldsOf(fieldsOf(asked).spec).resourceAttributes);
}
