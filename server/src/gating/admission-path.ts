import { isObject, type Json, type JsonObject, jsonAt, toJson } from '../manifest/json';
import { apiGroup } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import { type AdmittedObject, POD_TEMPLATE, toAdmitted, workloadOf } from './admitted-object';
import { podDefaults, podSpecDefaults, workloadDefaults } from './api-defaults';
import { storedFields } from './stored-fields';

/**
 * The objects that the API server admits until a pod runs: the workload, what controllers make of it, and last the pod;
 * none where the manifest can't be read as a whole.
 * @param images the image of each container, after kustomizations
 */
export function admissionPath(
  pod: Pod,
  namespace: string | undefined,
  images: readonly (string | undefined)[],
): AdmittedObject[] {
  if (pod.resource.document.syntaxErrors.length > 0) return [];
  const metadata = pod.metadata.exists ? toJson(pod.metadata) : {};
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
  const isBuiltIn = workload && workloadOf(workload.group, workload.kind) !== undefined;
  const stored = isBuiltIn ? jsonAt(workload.data, ...workload.podSpec) : undefined;
  const podSpec = isObject(stored) ? stored : podSpecDefaults(storedFields(spec));
  return [...(workload ? [workload] : []), ...(between ? [between] : []), toPod(podSpec, made, namespace, true)];
}

/** The pod's spec as it is written, with the images that it will have. */
function specOf(pod: Pod, images: readonly (string | undefined)[]): JsonObject | undefined {
  const spec = pod.isAssembled ? {} : toJson(pod.spec);
  if (!isObject(spec)) return undefined;
  const containers = pod.containers.map(({ value, list }, at) => {
    const data = toJson(value);
    const image = images[at];
    return isObject(data) ? { list, data: image === undefined ? data : { ...data, image } } : undefined;
  });
  if (containers.includes(undefined)) return undefined;
  const lists = (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) => {
    const own = containers.flatMap((container) => (container?.list === list ? [container.data] : []));
    return own.length > 0 ? [[list, own] as const] : [];
  });
  return { ...spec, ...Object.fromEntries(lists) };
}

/** The resource itself with the pod's spec in its place. Of a custom kind nobody knows what its defaults are. */
function toWorkload({ resource }: Pod, spec: JsonObject, namespace: string | undefined): AdmittedObject | undefined {
  const data = toJson(resource.value);
  const metadata = jsonAt(data, 'metadata') ?? {};
  if (!isObject(data) || !isObject(metadata)) return undefined;
  const { apiVersion, kind } = resource;
  const shape = workloadOf(apiGroup(resource), kind);
  const whole = withSpec(data, shape?.podSpec ?? POD_TEMPLATE, spec);
  const written = { apiVersion, kind, namespace, isMade: false };
  if (!isObject(whole)) return toAdmitted({ ...written, metadata, data: {} });
  if (!shape) return toAdmitted({ ...written, metadata, data: whole });
  return toAdmitted({ ...written, metadata: storedFields(metadata), data: asStored(kind, whole, shape.podSpec) });
}

/** A built-in workload with all that the API server leaves out and fills in. */
function asStored(kind: string, data: JsonObject, podSpec: readonly string[]): JsonObject {
  const stored = storedFields(data);
  const pod = jsonAt(stored, ...podSpec);
  const filled = isObject(pod) ? withSpec(stored, podSpec, podSpecDefaults(pod)) : stored;
  return isObject(filled) ? withSpecDefaults(kind, filled) : stored;
}

function withSpecDefaults(kind: string, data: JsonObject): JsonObject {
  return isObject(data.spec) ? { ...data, spec: workloadDefaults(kind, data.spec) } : data;
}

/** What a controller makes of a workload on the way to pods: a Deployment's ReplicaSet, a CronJob's Job. */
function toMade(workload: AdmittedObject, namespace: string | undefined): AdmittedObject | undefined {
  const makes = workloadOf(workload.group, workload.kind)?.makes;
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
    return toAdmitted({ ...written, apiVersion: 'batch/v1', data: withSpecDefaults(makes, { spec }) });
  }
  const { replicas = 1, selector = {} } = from;
  const spec = { replicas, selector, template: template ?? {} };
  return toAdmitted({ ...written, apiVersion: 'apps/v1', data: withSpecDefaults(makes, { spec }) });
}

/** @param spec with the defaults of any pod spec */
function toPod(spec: JsonObject, metadata: JsonObject, namespace: string | undefined, isMade: boolean): AdmittedObject {
  const data = { spec: podDefaults(spec) };
  return toAdmitted({ apiVersion: 'v1', kind: 'Pod', metadata: storedFields(metadata), data, namespace, isMade });
}

/** Of a template's metadata, controllers take over these; its name is made up. */
function generated(owner: string | undefined, template: Json): JsonObject {
  const [labels, annotations] = [jsonAt(template, 'labels'), jsonAt(template, 'annotations')];
  return {
    ...(isObject(labels) && { labels }),
    ...(isObject(annotations) && { annotations }),
    generateName: `${owner ?? ''}-`,
  };
}

/** How built-in controllers refer to the owner of what they make (Garbage Collection, "Owners and dependents"). */
function referenceTo({ group, kind, name }: AdmittedObject): JsonObject {
  if (!workloadOf(group, kind)) return {};
  const apiVersion = group === '' ? 'v1' : `${group}/v1`;
  const named = name === undefined ? {} : { name };
  return { ownerReferences: [{ apiVersion, kind, ...named, controller: true, blockOwnerDeletion: true }] };
}

function withSpec(data: Json, path: readonly string[], spec: JsonObject): Json {
  const [step, ...rest] = path;
  if (step === undefined) return spec;
  if (!isObject(data)) return data;
  return { ...data, [step]: withSpec(data[step] ?? {}, rest, spec) };
}
