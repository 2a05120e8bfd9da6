import { isArray, isObject, type Json, type JsonObject, jsonAt } from '../../../manifest/json';
import { type CelData, Unknown } from '../../cel/data';
import type { AdmittedObject, GatedNamespace, GatedPod } from '../../gated-pod';
import {
  type Assumed,
  defaultTolerations,
  doubtAbout,
  labelsAdded,
  mayHaveToken,
  ownTolerations,
  ownVolumes,
  withLabels,
  withToken,
  withTokenMount,
} from './additions';

export const UNSAID = new Unknown('the manifest does not say in which namespace it will be', 'is there');

export const MADE_UP = new Unknown('its name is made up in the cluster', 'is there');
const OF_OWNER = new Unknown('the name of its owner is made up in the cluster', 'is there');
const IN_CLUSTER = new Unknown('only the cluster knows it', 'is there');

/** Fields of a spec that the API server or its admission plugins may add before policies look, where nothing is written. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  // ServiceAccount, Priority, RuntimeClass and others ("Admission Control", default plugins).
  Pod: ['priority', 'preemptionPolicy', 'imagePullSecrets', 'nodeSelector', 'overhead'],
  // Written by the API server in some versions of Kubernetes, or made of other fields.
  Job: ['selector', 'manualSelector', 'podReplacementPolicy'],
  StatefulSet: ['persistentVolumeClaimRetentionPolicy'],
  ReplicationController: ['selector'],
};
const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

/**
 * An object as policies see it, in which all that only the cluster knows is unknown: its identity, and what is added to
 * what is written. Of a field that may be added not even its presence is known.
 * @param assumed what is taken for added, or for not added
 */
export function withUnknownFields(object: AdmittedObject, data: JsonObject, pod: GatedPod, assumed: Assumed): CelData {
  const spec = jsonAt(data, 'spec');
  const metadata = isObject(data.metadata) ? data.metadata : {};
  return {
    ...data,
    metadata: { ...metadataOf(object, metadata, pod.namespace), ...labelsOf(object, metadata, assumed) },
    ...(isObject(spec) && { spec: specOf(object, spec, pod, assumed) }),
  };
}

function metadataOf(
  { kind, name, isMade = false }: AdmittedObject,
  { generateName, ...written }: JsonObject,
  namespace: GatedNamespace | undefined,
): { readonly [key: string]: CelData } {
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

/** Built-in controllers add annotations only to what is between a workload and its pods. Of labels see `labelsOf`. */
function addedByController(kind: string, owner: Json | undefined): readonly string[] {
  if (owner === undefined) return ['labels', 'annotations', 'ownerReferences'];
  return kind === 'Pod' ? [] : ['annotations', 'ownerReferences'];
}

/** Labels where a controller adds some whose keys are known. */
function labelsOf(object: AdmittedObject, { labels }: JsonObject, assumed: Assumed): { readonly labels?: CelData } {
  const keys = labelsAdded(object) ?? [];
  if (keys.length === 0 || assumed.labels === false) return {};
  return { labels: assumed.labels ? withLabels(labels, keys) : maybe('labels') };
}

function withIdentity(reference: Json): CelData {
  return isObject(reference) ? { name: OF_OWNER, uid: IN_CLUSTER, ...reference } : reference;
}

function specOf(object: AdmittedObject, spec: JsonObject, pod: GatedPod, assumed: Assumed): CelData {
  const { kind } = object;
  const whole = { ...added(Object.hasOwn(ADDED, kind) ? (ADDED[kind] ?? []) : []), ...spec };
  if (kind !== 'Pod') return whole;
  const lists = LISTS.flatMap((list): [string, CelData][] => {
    const containers = spec[list];
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
  object: AdmittedObject,
  spec: JsonObject,
  pod: GatedPod,
  isAdded: boolean | undefined,
): CelList | Unknown {
  const own = ownVolumes(spec, object, pod);
  if (isAdded === false || !mayHaveToken(spec)) return own;
  return isAdded ? withToken(own) : maybe('volumes');
}

function tolerationsOf(object: AdmittedObject, spec: JsonObject, isAdded: boolean | undefined): CelList | Unknown {
  const own = ownTolerations(spec, object);
  const defaults = defaultTolerations(own);
  if (isAdded === false || defaults.length === 0) return own;
  return isAdded ? [...own, ...defaults] : maybe('tolerations');
}

/** The token of the service account is mounted into every container (admission plugin ServiceAccount). */
function withMounts(container: Json, isAdded: boolean | undefined): CelData {
  if (!isObject(container) || isAdded === false) return container;
  return { ...container, volumeMounts: isAdded ? withTokenMount(container.volumeMounts) : maybe('volumeMounts') };
}

type CelList = readonly CelData[];

/** The API server leaves empty lists out. */
function unlessEmpty(field: string, value: CelList | Unknown): { readonly [key: string]: CelData } {
  return !(value instanceof Unknown) && value.length === 0 ? {} : { [field]: value };
}

const ofField = new Map<string, Unknown>();

function added(fields: readonly string[]): { readonly [key: string]: CelData } {
  return Object.fromEntries(fields.map((field) => [field, maybe(field)]));
}

function maybe(field: string): Unknown {
  const unknown = ofField.get(field) ?? new Unknown(doubtAbout(field));
  ofField.set(field, unknown);
  return unknown;
}
