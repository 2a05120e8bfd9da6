import { own } from '../text/own';
import { fieldText, fieldTexts, type JsonFields, jsonFields, jsonObjects, numberOf } from './json';
import { type Owner, ownerIn } from './pod';

/** Shows from which template of its controller a pod was made. */
export interface PodAge {
  /** Its label `controller-revision-hash`. */
  readonly revision: string | undefined;
  /** When it was created, in milliseconds since 1970. */
  readonly created: number | undefined;
}

/** The kind of objects that hold the older templates of DaemonSets and StatefulSets. */
export const CONTROLLER_REVISIONS = {
  group: 'apps',
  plural: 'controllerrevisions',
  template: ['data', 'spec', 'template'],
};

/**
 * The name of the ControllerRevision that a pod was made from; `undefined` if its controller keeps none. The label of a pod
 * has this name for a StatefulSet, and the hash at its end for a DaemonSet (pkg/controller/history of Kubernetes).
 */
export function revisionName(
  { kind, name }: Pick<Owner, 'kind' | 'name'>,
  { revision }: Pick<PodAge, 'revision'>,
): string | undefined {
  if (revision === undefined) return undefined;
  return kind === 'StatefulSet' ? revision : kind === 'DaemonSet' ? `${name}-${revision}` : undefined;
}

/** The annotations that count the templates of Deployments, Argo Rollouts and OpenShift DeploymentConfigs. */
const COUNTS = [
  'deployment.kubernetes.io/revision',
  'rollout.argoproj.io/revision',
  'openshift.io/deployment-config.latest-version',
];

/** The number of the template of a ReplicaSet: the newest has the highest number; 0 without a number. */
export function revisionNumber(object: JsonFields): number {
  const annotations = fieldTexts(jsonFields(object.metadata).annotations);
  return Math.max(0, ...COUNTS.map((key) => Number(own(annotations, key)) || 0));
}

/**
 * Returns a function that says whether a pod of a controller was made from the controller's current template. It does not
 * use ControllerRevisions; if it can't decide, it says no. It does not keep the whole object in memory.
 */
export function currency(kind: string, object: JsonFields): (pod: PodAge) => boolean {
  const { generation } = jsonFields(object.metadata);
  const status = jsonFields(object.status);
  // Until the controller has seen a change, the status is about the template before.
  const isObserved = (numberOf(status.observedGeneration) ?? Number.POSITIVE_INFINITY) >= (numberOf(generation) ?? 0);
  switch (kind) {
    case 'StatefulSet': {
      const current = fieldText(status.updateRevision);
      return ({ revision }) => isObserved && (current === undefined || revision === undefined || current === revision);
    }
    case 'DaemonSet': {
      // Only the number of updated pods is known, not which ones.
      const [updated, all] = [status.updatedNumberScheduled, status.currentNumberScheduled].map(
        (n) => numberOf(n) ?? 0,
      );
      return () => isObserved && (updated ?? 0) >= (all ?? 0);
    }
    case 'ReplicaSet':
    case 'ReplicationController': {
      // Its owner never changes its template, but creates a new controller.
      if (ownerIn(jsonFields(object.metadata))) return () => true;
      const changed = templateChange(object);
      return ({ created }) => created !== undefined && created >= changed;
    }
    default:
      return () => true;
  }
}

/**
 * The latest time at which the template of an object can have changed, in milliseconds since 1970; infinity if that is not
 * known. A ReplicaSet makes new pods from its current template and keeps its older pods (API reference,
 * ReplicaSetSpec.template; ObjectMeta.generation and managedFields).
 */
function templateChange({ metadata }: JsonFields): number {
  const { generation, managedFields } = jsonFields(metadata);
  if (generation === 1) return Number.NEGATIVE_INFINITY;
  const times = jsonObjects(managedFields)
    .filter(({ fieldsV1 }) => jsonFields(jsonFields(fieldsV1)['f:spec'])['f:template'] !== undefined)
    .map(({ time }) => timeOf(time) ?? Number.POSITIVE_INFINITY);
  return times.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...times);
}

/** A time of the API server in milliseconds since 1970; `undefined` if it is not a time. */
export function timeOf(value: unknown): number | undefined {
  const time = Date.parse(fieldText(value) ?? '');
  return Number.isNaN(time) ? undefined : time;
}
