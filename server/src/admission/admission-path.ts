import { isObject, type Json, type JsonObject, jsonAt, replaceAt, toJson } from '../manifest/json';
import { apiGroup } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import type { PodImage } from '../pod/pod-image';
import { IMAGE_LISTS, imageField } from '../pod/template';
import { IN_TEMPLATE } from '../pod/workload-kinds';
import { type AdmissionObject, builtInWorkload, toAdmissionObject } from './admission-object';
import { podDefaults, podSpecDefaults, workloadDefaults } from './api-defaults';
import { storedFields } from './stored-fields';

/**
 * The objects that the API server admits until a pod runs, in order: the workload, the objects that controllers create from
 * it, and the pod. The list is empty if a part of the manifest can't be read.
 * @param images each of `Pod.images`, after kustomizations
 */
export function admissionPath(
  pod: Pod,
  namespace: string | undefined,
  images: readonly (string | undefined)[],
): AdmissionObject[] {
  if (pod.resource.document.syntaxErrors.length > 0) return [];
  const metadata = pod.metadata.isSet ? toJson(pod.metadata) : {};
  const spec = specOf(pod, images);
  if (!spec || !isObject(metadata)) return [];
  const { resource } = pod;
  if (resource.kind === 'Pod' && apiGroup(resource) === '') {
    return [toPod(podSpecDefaults(storedFields(spec)), metadata, namespace, false)];
  }
  const workload = pod.isAssembled ? undefined : toWorkload(pod, spec, namespace);
  const between = workload && toMade(workload, namespace);
  const owner = between ?? workload;
  const made = { ...generated(resource.name, metadata), ...(owner ? referenceTo(owner) : {}) };
  const isBuiltIn = workload && builtInWorkload(workload.group, workload.kind) !== undefined;
  const stored = isBuiltIn ? jsonAt(workload.data, ...workload.podSpec) : undefined;
  const podSpec = isObject(stored) ? stored : podSpecDefaults(storedFields(spec));
  return [...(workload ? [workload] : []), ...(between ? [between] : []), toPod(podSpec, made, namespace, true)];
}

/** The pod's spec from the manifest, with the images after kustomizations. */
function specOf(pod: Pod, images: readonly (string | undefined)[]): JsonObject | undefined {
  const spec = pod.isAssembled ? {} : toJson(pod.spec);
  if (!isObject(spec)) return undefined;
  const owners = pod.images.map((image, index) => ownerOf(image, images[index]));
  if (owners.includes(undefined)) return undefined;
  const lists = IMAGE_LISTS.flatMap((list): [string, Json][] => {
    const items: Json[] = list === 'volumes' ? pod.volumeValues.map((value) => toJson(value) ?? null) : [];
    for (const [position, image] of pod.images.entries())
      if (image.list === list) items[image.index] = owners[position] ?? null;
    return pod.images.some((image) => image.list === list) ? [[list, items]] : [];
  });
  return { ...spec, ...Object.fromEntries(lists) };
}

/** A container or volume as data, with its image after kustomizations. */
function ownerOf({ owner, list }: PodImage, image: string | undefined): Json | undefined {
  const data = toJson(owner);
  if (!isObject(data)) return undefined;
  return image === undefined ? data : replaceAt(data, imageField(list), image);
}

/** The resource, with this pod spec in its place. The defaults of custom kinds are not known, so they are not filled in. */
function toWorkload({ resource }: Pod, spec: JsonObject, namespace: string | undefined): AdmissionObject | undefined {
  const data = toJson(resource.value);
  const metadata = jsonAt(data, 'metadata') ?? {};
  if (!isObject(data) || !isObject(metadata)) return undefined;
  const { apiVersion, kind } = resource;
  const shape = builtInWorkload(apiGroup(resource), kind);
  const whole = replaceAt(data, shape?.podSpec ?? IN_TEMPLATE, spec);
  const written = { apiVersion, kind, namespace, isMade: false };
  if (!isObject(whole)) return toAdmissionObject({ ...written, metadata, data: {} });
  if (!shape) return toAdmissionObject({ ...written, metadata, data: whole });
  return toAdmissionObject({
    ...written,
    metadata: storedFields(metadata),
    data: asStored(kind, whole, shape.podSpec),
  });
}

/** A built-in workload as the API server stores it: without omitted fields, with defaults. */
function asStored(kind: string, data: JsonObject, podSpec: readonly string[]): JsonObject {
  const stored = storedFields(data);
  const pod = jsonAt(stored, ...podSpec);
  const filled = isObject(pod) ? replaceAt(stored, podSpec, podSpecDefaults(pod)) : stored;
  return isObject(filled) ? withSpecDefaults(kind, filled) : stored;
}

function withSpecDefaults(kind: string, data: JsonObject): JsonObject {
  return isObject(data.spec) ? { ...data, spec: workloadDefaults(kind, data.spec) } : data;
}

/** The object that a controller creates between a workload and its pods: a Deployment's ReplicaSet, a CronJob's Job. */
function toMade(workload: AdmissionObject, namespace: string | undefined): AdmissionObject | undefined {
  const makes = builtInWorkload(workload.group, workload.kind)?.makes;
  const from = jsonAt(workload.data, 'spec');
  if (makes === undefined || !isObject(from)) return undefined;
  const template = makes === 'Job' ? from.jobTemplate : from.template;
  const metadata = {
    ...generated(workload.name, jsonAt(template, 'metadata') ?? {}),
    ...referenceTo(workload),
  };
  const written = { kind: makes, metadata, namespace, isMade: true };
  if (makes === 'Job') {
    const spec = jsonAt(template, 'spec') ?? {};
    return toAdmissionObject({ ...written, apiVersion: 'batch/v1', data: withSpecDefaults(makes, { spec }) });
  }
  const { replicas = 1, selector = {} } = from;
  const spec = { replicas, selector, template: template ?? {} };
  return toAdmissionObject({ ...written, apiVersion: 'apps/v1', data: withSpecDefaults(makes, { spec }) });
}

/** @param spec with the defaults of `podSpecDefaults` */
function toPod(
  spec: JsonObject,
  metadata: JsonObject,
  namespace: string | undefined,
  isMade: boolean,
): AdmissionObject {
  const data = { spec: podDefaults(spec) };
  return toAdmissionObject({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: storedFields(metadata),
    data,
    namespace,
    isMade,
  });
}

/** The metadata that controllers copy from a template. The cluster generates the name. */
function generated(owner: string | undefined, template: Json): JsonObject {
  const [labels, annotations] = [jsonAt(template, 'labels'), jsonAt(template, 'annotations')];
  return {
    ...(isObject(labels) && { labels }),
    ...(isObject(annotations) && { annotations }),
    generateName: `${owner ?? ''}-`,
  };
}

/** The owner reference that built-in controllers write (Garbage Collection, "Owners and dependents"). */
function referenceTo({ group, kind, name }: AdmissionObject): JsonObject {
  if (!builtInWorkload(group, kind)) return {};
  const apiVersion = group === '' ? 'v1' : `${group}/v1`;
  const named = name === undefined ? {} : { name };
  return { ownerReferences: [{ apiVersion, kind, ...named, controller: true, blockOwnerDeletion: true }] };
}
