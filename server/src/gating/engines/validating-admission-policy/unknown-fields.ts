import type { AdmissionNamespace, AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import { sharedBy } from '../../../cause/shared';
import { Unknown } from '../../../cause/unknown';
import type { CelData } from '../../../cel/data';
import { isArray, isObject, type Json, type JsonObject, jsonAt } from '../../../manifest/json';
import { CONTAINER_LISTS } from '../../../pod/template';
import { own } from '../../../text/own';
import {
  type Assumed,
  defaultTolerations,
  labelsAdded,
  mayHaveToken,
  ownTolerations,
  ownVolumes,
  withLabels,
  withToken,
  withTokenMount,
} from './additions';
import { qosClassOf } from './qos-class';

export const UNSAID = new Unknown({ kind: 'namespace-unsaid', for: 'object' }, 'is there');

export const MADE_UP = new Unknown({ kind: 'cluster-only', what: 'name' }, 'is there');
const OF_OWNER = new Unknown({ kind: 'cluster-only', what: 'owner-name' }, 'is there');
const IN_CLUSTER = new Unknown({ kind: 'cluster-only', what: 'value' }, 'is there');

/**
 * Fields of a spec that the API server or its admission plugins may add before policies validate the object, if they
 * are missing.
 */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  // By the plugins ServiceAccount, Priority, RuntimeClass and others ("Admission Control", default plugins).
  Pod: ['priority', 'preemptionPolicy', 'imagePullSecrets', 'nodeSelector', 'overhead'],
  // By the API server in some versions of Kubernetes, or derived from other fields.
  Job: ['selector', 'manualSelector', 'podReplacementPolicy'],
  StatefulSet: ['persistentVolumeClaimRetentionPolicy'],
  ReplicationController: ['selector'],
};

/**
 * An object as policies see it. Values that only the cluster knows are unknown: the identity, and additions to written
 * values. Even the presence of a field that may be added is unknown.
 * @param assumed the additions that are assumed to be present or absent
 */
export function withUnknownFields(
  object: AdmissionObject,
  data: JsonObject,
  pod: AdmissionPod,
  assumed: Assumed,
): CelData {
  const spec = jsonAt(data, 'spec');
  const metadata = isObject(data.metadata) ? data.metadata : {};
  return {
    ...data,
    metadata: { ...metadataOf(object, metadata, pod.namespace), ...labelsOf(object, metadata, assumed) },
    ...(isObject(spec) && { spec: specOf(object, spec, pod, assumed) }),
    ...statusOf(object, spec),
  };
}

/** The API server gives a new object a status of its own, whatever its manifest says. */
function statusOf({ kind, group }: AdmissionObject, spec: Json | undefined): { readonly status?: CelData } {
  if (group === '' && kind === 'Pod') return { status: { phase: 'Pending', qosClass: qosClassOf(spec) } };
  const status = own(STATUSES, kind);
  return status === undefined || !['', 'apps', 'batch'].includes(group) ? {} : { status };
}

/** The fields of a new status that are not left out. */
const STATUSES: Readonly<Record<string, Json>> = {
  Deployment: {},
  ReplicaSet: { replicas: 0 },
  ReplicationController: { replicas: 0 },
  StatefulSet: { replicas: 0, availableReplicas: 0 },
  DaemonSet: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  Job: {},
  CronJob: {},
};

function metadataOf(
  { kind, name, isMade = false }: AdmissionObject,
  { generateName, ...written }: JsonObject,
  namespace: AdmissionNamespace | undefined,
): { readonly [key: string]: CelData } {
  const [owner] = isArray(written.ownerReferences) ? written.ownerReferences : [];
  // Controllers that create other kinds than Pods generate whole names.
  const hasPrefix = !isMade || (kind === 'Pod' && jsonAt(owner, 'kind') !== 'StatefulSet');
  const prefix = isMade ? MADE_UP : generateName;
  return {
    uid: IN_CLUSTER,
    creationTimestamp: IN_CLUSTER,
    ...added(['generation', 'managedFields', ...(isMade ? addedByController(kind, owner) : [])]),
    ...written,
    ...(hasPrefix && prefix !== undefined && { generateName: prefix }),
    ...(name === undefined && { name: MADE_UP }),
    ...(isArray(written.ownerReferences) && { ownerReferences: written.ownerReferences.map(withIdentity) }),
    ...(namespace === undefined && { namespace: UNSAID }),
  };
}

/** Built-in controllers add annotations only to objects between a workload and its pods. For labels, see `labelsOf`. */
function addedByController(kind: string, owner: Json | undefined): readonly string[] {
  if (owner === undefined) return ['labels', 'annotations', 'ownerReferences'];
  return kind === 'Pod' ? [] : ['annotations', 'ownerReferences'];
}

/** The labels, if a controller adds some with known keys. */
function labelsOf(object: AdmissionObject, { labels }: JsonObject, assumed: Assumed): { readonly labels?: CelData } {
  const keys = labelsAdded(object) ?? [];
  if (keys.length === 0 || assumed.labels === false) return {};
  return { labels: assumed.labels ? withLabels(labels, keys) : maybe('labels') };
}

function withIdentity(reference: Json): CelData {
  return isObject(reference) ? { name: OF_OWNER, uid: IN_CLUSTER, ...reference } : reference;
}

function specOf(object: AdmissionObject, spec: JsonObject, pod: AdmissionPod, assumed: Assumed): CelData {
  const { kind } = object;
  const whole = { ...added(own(ADDED, kind) ?? []), ...spec };
  if (kind !== 'Pod') return whole;
  const lists = CONTAINER_LISTS.flatMap((list): [string, CelData][] => {
    const containers = own(spec, list);
    return isArray(containers) && mayHaveToken(spec)
      ? [[list, containers.map((container) => withMounts(container, assumed.volumes))]]
      : [];
  });
  return {
    ...whole,
    ...unlessEmpty('volumes', volumesOf(object, spec, pod, assumed.volumes)),
    ...unlessEmpty('tolerations', tolerationsOf(object, spec, assumed.tolerations)),
    ...Object.fromEntries(lists),
  };
}

function volumesOf(
  object: AdmissionObject,
  spec: JsonObject,
  pod: AdmissionPod,
  isAdded: boolean | undefined,
): CelList | Unknown {
  const own = ownVolumes(spec, object, pod);
  if (isAdded === false || !mayHaveToken(spec)) return own;
  return isAdded ? withToken(own) : maybe('volumes');
}

function tolerationsOf(object: AdmissionObject, spec: JsonObject, isAdded: boolean | undefined): CelList | Unknown {
  const own = ownTolerations(spec, object);
  const defaults = defaultTolerations(own);
  if (isAdded === false || defaults.length === 0) return own;
  return isAdded ? [...own, ...defaults] : maybe('tolerations');
}

/** The admission plugin ServiceAccount mounts the token into every container. */
function withMounts(container: Json, isAdded: boolean | undefined): CelData {
  if (!isObject(container) || isAdded === false) return container;
  return { ...container, volumeMounts: isAdded ? withTokenMount(container.volumeMounts) : maybe('volumeMounts') };
}

type CelList = readonly CelData[];

/** The API server omits empty lists. */
function unlessEmpty(field: string, value: CelList | Unknown): { readonly [key: string]: CelData } {
  return !(value instanceof Unknown) && value.length === 0 ? {} : { [field]: value };
}

function added(fields: readonly string[]): { readonly [key: string]: CelData } {
  return Object.fromEntries(fields.map((field) => [field, maybe(field)]));
}

/** A field with unknown presence. */
const maybe = sharedBy((field: string) => new Unknown({ kind: 'cluster-adds', field }));
