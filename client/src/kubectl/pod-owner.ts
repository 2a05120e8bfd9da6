import type { RunningGroup } from '../../../server/src/protocol';
import { type Fields, textOf, textsOf } from './json';
import type { Owner } from './pod';
import { revisionName } from './revisions';

/** A pod's controller, with what tells its revisions apart. */
export interface PodOwner extends Owner {
  readonly namespace: string;
  /** The pod's labels `pod-template-hash` and `controller-revision-hash`. */
  readonly templateHash: string | undefined;
  readonly revision: string | undefined;
}

/** The owner of a pod as it came; none of a static pod, which only its node has asked for. */
export function podOwnerOf(owner: Owner | undefined, metadata: Fields): PodOwner | undefined {
  if (!owner || 'kubernetes.io/config.mirror' in textsOf(metadata.annotations)) return undefined;
  const labels = textsOf(metadata.labels);
  return {
    ...owner,
    namespace: textOf(metadata.namespace) ?? '',
    templateHash: labels['pod-template-hash'],
    revision: labels['controller-revision-hash'],
  };
}

/** Whom people know pods by. A Deployment's ReplicaSet has its name and the hash of the template, also where the ReplicaSet can't be read. */
export function workloadOf({ kind, name, templateHash }: PodOwner, above: Owner | undefined): RunningGroup['workload'] {
  if (above) return { kind: above.kind, name: above.name };
  const suffix = `-${templateHash}`;
  if (kind === 'ReplicaSet' && templateHash !== undefined && name.endsWith(suffix))
    return { kind: 'Deployment', name: name.slice(0, -suffix.length) };
  return { kind, name };
}

/** What tells an object from all others of a cluster: names of kinds are taken to be of one group. */
export function keyOf(namespace: string, { kind, name }: Pick<Owner, 'kind' | 'name'>): string {
  return `${namespace}/${kind}/${name}`;
}

/** The same for the ControllerRevision that pods of an owner were made from; `undefined` where it keeps none. */
export function revisionKey(owner: PodOwner): string | undefined {
  const name = revisionName(owner, owner);
  return name === undefined ? undefined : `${keyOf(owner.namespace, owner)}/${name}`;
}
