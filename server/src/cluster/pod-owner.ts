import type { RunningGroup } from '../audit/running';
import { fieldText, fieldTexts, type JsonFields } from './json';
import type { Owner } from './pod';
import { revisionName } from './revisions';

/** The controller of a pod, and the hashes that identify its revision. */
export interface PodOwner extends Owner {
  readonly namespace: string;
  /** The pod's labels `pod-template-hash` and `controller-revision-hash`. */
  readonly templateHash: string | undefined;
  readonly revision: string | undefined;
}

/** The owner of a pod; `undefined` for a static pod, which only its node owns. */
export function podOwnerOf(owner: Owner | undefined, metadata: JsonFields): PodOwner | undefined {
  if (!owner || 'kubernetes.io/config.mirror' in fieldTexts(metadata.annotations)) return undefined;
  const labels = fieldTexts(metadata.labels);
  return {
    ...owner,
    namespace: fieldText(metadata.namespace) ?? '',
    templateHash: labels['pod-template-hash'],
    revision: labels['controller-revision-hash'],
  };
}

/** The workload that users know a pod by. The name of a ReplicaSet shows its Deployment even if it can't be read. */
export function runningWorkload(
  { kind, name, templateHash }: PodOwner,
  above: Owner | undefined,
): RunningGroup['workload'] {
  if (above) return { kind: above.kind, name: above.name };
  const suffix = `-${templateHash}`;
  if (kind === 'ReplicaSet' && templateHash !== undefined && name.endsWith(suffix))
    return { kind: 'Deployment', name: name.slice(0, -suffix.length) };
  return { kind, name };
}

/** The key of an object in a cluster. A kind is taken to be in one API group. */
export function ownerKey(namespace: string, { kind, name }: Pick<Owner, 'kind' | 'name'>): string {
  return `${namespace}/${kind}/${name}`;
}

/** The key of the ControllerRevision that the pods of an owner were made from; `undefined` if the owner keeps none. */
export function revisionKey(owner: PodOwner): string | undefined {
  const name = revisionName(owner, owner);
  return name === undefined ? undefined : `${ownerKey(owner.namespace, owner)}/${name}`;
}
