import { isArray, isObject, type Json, type JsonObject, jsonAt } from '../../../manifest/json';
import { type CelData, Unknown } from '../../cel/data';
import type { AdmittedObject, GatedNamespace } from '../../gated-pod';

export const UNSAID = new Unknown('the manifest does not say in which namespace it will be', 'is there');

export const MADE_UP = new Unknown('its name is made up in the cluster', 'is there');
const OF_OWNER = new Unknown('the name of its owner is made up in the cluster', 'is there');
const IN_CLUSTER = new Unknown('only the cluster knows it', 'is there');

/** Fields of a spec that the API server or its admission plugins may add before policies look, where nothing is written. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  // ServiceAccount, Priority, DefaultTolerationSeconds, RuntimeClass and others ("Admission Control", default plugins).
  Pod: ['volumes', 'tolerations', 'priority', 'preemptionPolicy', 'imagePullSecrets', 'nodeSelector', 'overhead'],
  // Written by the API server in some versions of Kubernetes, or made of other fields.
  Job: ['selector', 'manualSelector', 'podReplacementPolicy'],
  StatefulSet: ['persistentVolumeClaimRetentionPolicy'],
  ReplicationController: ['selector'],
};
const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

/**
 * An object as policies see it, in which all that only the cluster knows is unknown: its identity, and what is added to
 * what is written. Of a field that may be added not even its presence is known.
 */
export function withUnknownFields(
  object: AdmittedObject,
  data: JsonObject,
  namespace: GatedNamespace | undefined,
): CelData {
  const spec = jsonAt(data, 'spec');
  return {
    ...data,
    metadata: metadataOf(object, isObject(data.metadata) ? data.metadata : {}, namespace),
    ...(isObject(spec) && { spec: specOf(object, spec) }),
  };
}

function metadataOf(
  { kind, name, isMade = false }: AdmittedObject,
  { generateName, ...written }: JsonObject,
  namespace: GatedNamespace | undefined,
): CelData {
  const [owner] = isArray(written.ownerReferences) ? written.ownerReferences : [];
  // Other controllers than those of Pods make up whole names.
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

/** Built-in controllers add labels to pods, but annotations only to what is between a workload and its pods. */
function addedByController(kind: string, owner: Json | undefined): readonly string[] {
  if (kind === 'Pod' && owner !== undefined) return ['labels'];
  return ['labels', 'annotations', 'ownerReferences'];
}

function withIdentity(reference: Json): CelData {
  return isObject(reference) ? { name: OF_OWNER, uid: IN_CLUSTER, ...reference } : reference;
}

function specOf({ kind }: AdmittedObject, spec: JsonObject): CelData {
  const whole: CelData = { ...added(Object.hasOwn(ADDED, kind) ? (ADDED[kind] ?? []) : []), ...spec };
  if (kind !== 'Pod') return whole;
  const lists = LISTS.flatMap((list): [string, CelData][] => {
    const containers = spec[list];
    return isArray(containers) ? [[list, containers.map(withMounts)]] : [];
  });
  return { ...whole, ...Object.fromEntries(lists) };
}

/** The token of the service account is mounted into every container (admission plugin ServiceAccount). */
function withMounts(container: Json): CelData {
  return isObject(container) ? { ...added(['volumeMounts']), ...container } : container;
}

const ofField = new Map<string, Unknown>();

function added(fields: readonly string[]): { readonly [key: string]: CelData } {
  return Object.fromEntries(fields.map((field) => [field, maybe(field)]));
}

function maybe(field: string): Unknown {
  const unknown = ofField.get(field) ?? new Unknown(`whether the cluster adds \`${field}\` is not known`);
  ofField.set(field, unknown);
  return unknown;
}
