import { isArray, isObject, type Json, type JsonObject, jsonAt, toJson } from '../manifest/json';
import { apiGroup } from '../manifest/resource';
import type { Container } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { ContainerList } from '../pod/template';
import { isPlaceholder, parseImageReference, qualified } from './image-reference';

/** The namespace that a pod goes to. */
export interface GatedNamespace {
  readonly name: string;
  /** `undefined` where the workspace doesn't have its manifest. */
  readonly manifest:
    | {
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations: Readonly<Record<string, string>>;
      }
    | undefined;
}

/** An image of a pod, in the words of the manifest after what kustomizations make of it. */
export interface GatedImage {
  readonly list: ContainerList;
  /** The container's place in its list, 0-based. */
  readonly index: number;
  readonly container: string;
  /** As it is written; `undefined` where there is none yet: a placeholder, or a template's expression. */
  readonly written: string | undefined;
  /** As gates see it; `undefined` where there is none yet, or where only the cluster knows it. */
  readonly image: string | undefined;
  /** Why only the cluster knows what gates see, as a clause. */
  readonly doubt?: string;
}

/** An object that the API server admits on the way from a manifest to a running pod. */
export interface AdmittedObject {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** As in URLs and policies: `pods`; a guess for custom kinds. */
  readonly resource: string;
  readonly name: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: JsonObject;
  /** Where its pod spec is in the data. */
  readonly podSpec: readonly string[];
}

/** A pod as the admission of a cluster sees it come. */
export interface GatedPod {
  /** `undefined` where the manifest leaves it to whoever applies it. */
  readonly namespace: GatedNamespace | undefined;
  readonly images: readonly GatedImage[];
  /**
   * The workload, what controllers make of it, and last the pod itself; none where the manifest can't be read as a whole
   * or has expressions of a template in it, so that nobody knows what will be admitted.
   */
  readonly objects: readonly AdmittedObject[];
  /** Whether gates see an image that isn't known. */
  readonly hasUnknown: boolean;
  /** Equal for pods whose objects are of the same kinds and whose images are in the same lists. */
  readonly shape: string;
}

const POD_TEMPLATE: readonly string[] = ['spec', 'template', 'spec'];
/** The built-in kinds with a pod template: their plural, the path of the pod's spec, and what they make. */
const WORKLOADS: Readonly<Record<string, { plural: string; podSpec: readonly string[]; makes?: string }>> = {
  Pod: { plural: 'pods', podSpec: ['spec'] },
  ReplicationController: { plural: 'replicationcontrollers', podSpec: POD_TEMPLATE },
  ReplicaSet: { plural: 'replicasets', podSpec: POD_TEMPLATE },
  Deployment: { plural: 'deployments', podSpec: POD_TEMPLATE, makes: 'ReplicaSet' },
  StatefulSet: { plural: 'statefulsets', podSpec: POD_TEMPLATE },
  DaemonSet: { plural: 'daemonsets', podSpec: POD_TEMPLATE },
  Job: { plural: 'jobs', podSpec: POD_TEMPLATE },
  CronJob: { plural: 'cronjobs', podSpec: ['spec', 'jobTemplate', 'spec', 'template', 'spec'], makes: 'Job' },
};
const BUILT_IN_GROUPS: readonly string[] = ['', 'apps', 'batch'];

/**
 * The pod as admission sees it. Argo's and Tekton's pods are put together by their controllers, but from these containers.
 * @param images the image of each container, after kustomizations
 */
export function toGatedPod(
  pod: Pod,
  namespace: GatedNamespace | undefined,
  images: readonly (string | undefined)[],
): GatedPod {
  const objects = objectsOf(pod, namespace?.name, images);
  const kinds = objects.map(({ group, version, kind }) => `${group}/${version} ${kind}`);
  const gated = pod.containers.map((container, at) => toGatedImage(container, images[at]));
  const shape = [...kinds, ...pod.containers.map(({ list }) => list)].join();
  return { namespace, images: gated, objects, hasUnknown: gated.some(isUnknown), shape };
}

/** Whether gates see an image that isn't known. */
export function isUnknown({ image }: GatedImage): boolean {
  return image === undefined;
}

/** The image with what is implied written out (`docker.io/library/nginx:latest`), as gates compare it; a digest has no tag implied. */
export function fullName(image: string): string {
  const whole = qualified(image);
  const reference = parseImageReference(whole);
  return reference && reference.tag === undefined && reference.digest === undefined ? `${whole}:latest` : whole;
}

function toGatedImage({ list, index, label }: Container, image: string | undefined): GatedImage {
  const isThere = image !== undefined && !isPlaceholder(image);
  const written = isThere ? image : undefined;
  return { list, index, container: label, written, image: written };
}

function objectsOf(pod: Pod, namespace: string | undefined, images: readonly (string | undefined)[]): AdmittedObject[] {
  if (pod.resource.document.syntaxErrors.length > 0) return [];
  const metadata = pod.metadata.exists ? toJson(pod.metadata) : {};
  const spec = specOf(pod, images);
  if (!spec || !isObject(metadata)) return [];
  const own = pod.isAssembled ? [] : ownersOf(pod, spec, namespace);
  const name = pod.resource.kind === 'Pod' ? pod.resource.name : undefined;
  const template = { ...metadata, ...(name === undefined && { generateName: `${pod.resource.name ?? ''}-` }) };
  return [...own, toObject('v1', 'Pod', template, { spec }, namespace)];
}

/** The pod's spec with the images that it will have and the defaults that the API server fills in before policies look. */
function specOf(pod: Pod, images: readonly (string | undefined)[]): JsonObject | undefined {
  const spec = pod.isAssembled ? {} : toJson(pod.spec);
  if (!isObject(spec)) return undefined;
  const containers = pod.containers.map(({ value, list }, at) => {
    const data = toJson(value);
    return isObject(data) ? { list, data: withDefaults(data, images[at]) } : undefined;
  });
  if (containers.includes(undefined)) return undefined;
  const lists = (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) => {
    const own = containers.flatMap((container) => (container?.list === list ? [container.data] : []));
    return own.length > 0 ? [[list, own] as const] : [];
  });
  return {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    serviceAccountName: 'default',
    ...spec,
    ...Object.fromEntries(lists),
  };
}

/** The pull policy follows the tag where nothing is written (API reference, Container.imagePullPolicy). */
function withDefaults(container: JsonObject, image: string | undefined): JsonObject {
  if (image === undefined) return container;
  const isLatest = fullName(image).endsWith(':latest');
  return { imagePullPolicy: isLatest ? 'Always' : 'IfNotPresent', ...container, image };
}

/** The resource itself with the pod's spec in its place, and what its controllers make on the way to pods. */
function ownersOf({ resource }: Pod, spec: JsonObject, namespace: string | undefined): AdmittedObject[] {
  const data = toJson(resource.value);
  const metadata = jsonAt(data, 'metadata') ?? {};
  if (!isObject(data) || !isObject(metadata)) return [];
  const isBuiltIn = BUILT_IN_GROUPS.includes(apiGroup(resource));
  const shape = (isBuiltIn ? WORKLOADS[resource.kind] : undefined) ?? { plural: '', podSpec: POD_TEMPLATE };
  if (resource.kind === 'Pod' && isBuiltIn) return [];
  const whole = withSpec(data, shape.podSpec, spec);
  const own = toObject(resource.apiVersion, resource.kind, metadata, isObject(whole) ? whole : {}, namespace);
  const template = jsonAt(whole, ...shape.podSpec.slice(0, -1));
  if (shape.makes === undefined || !isObject(template)) return [own];
  const made = {
    ...(isObject(jsonAt(template, 'metadata')) && { labels: jsonAt(template, 'metadata', 'labels') ?? {} }),
  };
  const madeSpec = shape.makes === 'Job' ? (jsonAt(whole, 'spec', 'jobTemplate', 'spec') ?? {}) : { template };
  const version = shape.makes === 'Job' ? 'batch/v1' : 'apps/v1';
  const generated = { ...made, generateName: `${resource.name ?? ''}-` };
  return [own, toObject(version, shape.makes, generated, { spec: madeSpec }, namespace)];
}

function withSpec(data: Json, path: readonly string[], spec: JsonObject): Json {
  const [step, ...rest] = path;
  if (step === undefined) return spec;
  if (!isObject(data)) return data;
  return { ...data, [step]: withSpec(data[step] ?? {}, rest, spec) };
}

function toObject(
  apiVersion: string,
  kind: string,
  metadata: JsonObject,
  data: JsonObject,
  namespace: string | undefined,
): AdmittedObject {
  const slash = apiVersion.indexOf('/');
  const shape = WORKLOADS[kind];
  return {
    group: slash === -1 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    resource: shape?.plural ?? `${kind.toLowerCase()}s`,
    name: typeof metadata.name === 'string' ? metadata.name : undefined,
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    data: {
      ...data,
      apiVersion,
      kind,
      metadata: { ...metadata, ...(namespace !== undefined && { namespace }) },
    },
    podSpec: shape?.podSpec ?? POD_TEMPLATE,
  };
}

function textsOf(json: Json | undefined): Record<string, string> {
  if (!isObject(json)) return {};
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

/** The containers of a pod's spec as data: each list, which may be missing. */
export function containersIn(spec: Json | undefined, list: ContainerList): readonly Json[] {
  const found = jsonAt(spec, list);
  return isArray(found) ? found : [];
}
