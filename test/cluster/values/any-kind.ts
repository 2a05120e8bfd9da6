import { createObject } from '../api/create';
import { pathOf, uniqueName } from '../api/resources';
import type { ApiServer } from '../api/types';

/** A kind whose objects have any data: the server gives it back as it read it. */
export interface AnyKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Makes such a kind, in a group of its own. */
export async function newAnyKind(server: ApiServer): Promise<AnyKind> {
  const group = `${uniqueName('values')}.example.com`;
  const names = { plural: 'anythings', singular: 'anything', kind: 'Anything' };
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const versions = [{ name: 'v1', served: true, storage: true, schema }];
  await createObject(server, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${group}` },
    spec: { group, names, scope: 'Namespaced', versions },
  });
  const made = { apiVersion: `${group}/v1`, kind: names.kind };
  // The server takes a moment to serve it.
  while ((await pathOf(server, made)) === undefined);
  return made;
}
