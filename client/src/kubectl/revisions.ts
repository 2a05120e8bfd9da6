import { type Fields, fieldsOf, numberOf, objectsOf, textOf, textsOf } from './json';
import { type Owner, ownerIn } from './pod';

/** What tells from which template of its controller a pod was made. */
export interface PodAge {
  /** Its label `controller-revision-hash`. */
  readonly revision: string | undefined;
  /** When it was made, in milliseconds since 1970. */
  readonly created: number | undefined;
}

/** The older templates of DaemonSets and StatefulSets are in objects of their own. */
export const CONTROLLER_REVISIONS = {
  group: 'apps',
  plural: 'controllerrevisions',
  template: ['data', 'spec', 'template'],
};

/**
 * The name of the ControllerRevision that a pod was made from; `undefined` where its controller keeps none. On pods of a
 * StatefulSet the label is that name, on those of a DaemonSet the hash at its end (pkg/controller/history of Kubernetes).
 */
export function revisionName(
  { kind, name }: Pick<Owner, 'kind' | 'name'>,
  { revision }: Pick<PodAge, 'revision'>,
): string | undefined {
  if (revision === undefined) return undefined;
  return kind === 'StatefulSet' ? revision : kind === 'DaemonSet' ? `${name}-${revision}` : undefined;
}

/** What controllers count the templates of a Deployment, an Argo Rollout and an OpenShift DeploymentConfig with. */
const COUNTS = [
  'deployment.kubernetes.io/revision',
  'rollout.argoproj.io/revision',
  'openshift.io/deployment-config.latest-version',
];

/** Which template of what is above it a ReplicaSet has: the newest has the highest number; 0 where none is said. */
export function revisionNumber(object: Fields): number {
  const annotations = textsOf(fieldsOf(object.metadata).annotations);
  return Math.max(0, ...COUNTS.map((key) => Number(annotations[key]) || 0));
}

/**
 * Tells of each pod of a controller whether it was made from the template that the controller has now, as far as that can
 * be told without its ControllerRevisions; where it can't, the answer is no. What is returned keeps nothing of the object
 * but what it needs.
 */
export function currency(kind: string, object: Fields): (pod: PodAge) => boolean {
  const { generation } = fieldsOf(object.metadata);
  const status = fieldsOf(object.status);
  // Until its controller has seen a change, the status is of the template before.
  const isObserved = (numberOf(status.observedGeneration) ?? Number.POSITIVE_INFINITY) >= (numberOf(generation) ?? 0);
  switch (kind) {
    case 'StatefulSet': {
      const current = textOf(status.updateRevision);
      return ({ revision }) => isObserved && (current === undefined || revision === undefined || current === revision);
    }
    case 'DaemonSet': {
      // Nothing but their number says which pods are old.
      const [updated, all] = [status.updatedNumberScheduled, status.currentNumberScheduled].map(
        (n) => numberOf(n) ?? 0,
      );
      return () => isObserved && (updated ?? 0) >= (all ?? 0);
    }
    case 'ReplicaSet':
    case 'ReplicationController': {
      // What is above it never changes its template, but makes another one.
      if (ownerIn(fieldsOf(object.metadata))) return () => true;
      const changed = templateChange(object);
      return ({ created }) => created !== undefined && created >= changed;
    }
    default:
      return () => true;
  }
}

/**
 * When the template of an object was last changed, at the latest, in milliseconds since 1970; infinity where that isn't
 * known. A ReplicaSet makes pods from its template as it is then, and leaves those that it has (API reference,
 * ReplicaSetSpec.template; ObjectMeta.generation and managedFields).
 */
function templateChange({ metadata }: Fields): number {
  const { generation, managedFields } = fieldsOf(metadata);
  if (generation === 1) return Number.NEGATIVE_INFINITY;
  const times = objectsOf(managedFields)
    .filter(({ fieldsV1 }) => fieldsOf(fieldsOf(fieldsV1)['f:spec'])['f:template'] !== undefined)
    .map(({ time }) => timeOf(time) ?? Number.POSITIVE_INFINITY);
  return times.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...times);
}

/** A time of the API server in milliseconds since 1970; `undefined` where there is none. */
export function timeOf(value: unknown): number | undefined {
  const time = Date.parse(textOf(value) ?? '');
  return Number.isNaN(time) ? undefined : time;
}
