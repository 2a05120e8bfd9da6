import { fullName } from '../image/full-name';
import { isStandIn } from '../image/image-reference';
import { isArray, isObject, type Json, type JsonObject, jsonAt } from '../manifest/json';
import { CONTAINER_LISTS, type ContainerList, TEMPLATE_LISTS } from '../pod/template';
import { own } from '../text/own';

/**
 * The spec of a built-in kind of workload with the defaults that the API server sets before policies run (API reference,
 * "Workload Resources"). `podSpecDefaults` sets those of the pod template. Defaults that depend on the version of Kubernetes
 * are left out.
 */
export function workloadDefaults(kind: string, spec: JsonObject): JsonObject {
  return own(WORKLOADS, kind)?.(spec) ?? spec;
}

const ROLLING = 'RollingUpdate';

const WORKLOADS: Readonly<Record<string, (spec: JsonObject) => JsonObject>> = {
  ReplicationController: (spec) => ({ replicas: 1, ...spec }),
  ReplicaSet: (spec) => ({ replicas: 1, ...spec }),
  Deployment: (spec) => ({
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...spec,
    strategy: rolling(spec.strategy, { maxUnavailable: '25%', maxSurge: '25%' }),
  }),
  StatefulSet: (spec) => ({
    replicas: 1,
    revisionHistoryLimit: 10,
    podManagementPolicy: 'OrderedReady',
    ...spec,
    updateStrategy: rolling(spec.updateStrategy, { partition: 0 }),
  }),
  DaemonSet: (spec) => ({
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy: rolling(spec.updateStrategy, { maxUnavailable: 1, maxSurge: 0 }),
  }),
  Job: (spec) => ({
    // If only `parallelism` is set, any success ends the job.
    ...(spec.parallelism === undefined && { completions: 1 }),
    parallelism: 1,
    // With `backoffLimitPerIndex`, the whole job has no limit (KEP-3850).
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2_147_483_647,
    completionMode: 'NonIndexed',
    suspend: false,
    ...spec,
  }),
  CronJob: (spec) => ({
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    ...spec,
  }),
};

function rolling(strategy: Json | undefined, defaults: JsonObject): Json {
  const written = strategy === undefined ? {} : strategy;
  if (!isObject(written)) return written;
  const type = written.type ?? ROLLING;
  if (type !== ROLLING) return written;
  return { ...written, type, rollingUpdate: withDefaults(defaults, written.rollingUpdate ?? {}) };
}

/** The spec of a pod or of a pod template with the API server's defaults (API reference, PodSpec and Container). */
export function podSpecDefaults(spec: JsonObject): JsonObject {
  const account = spec.serviceAccountName ?? spec.serviceAccount;
  return {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
    securityContext: {},
    ...spec,
    // The API server sets the older name of the field to the same value.
    ...(account !== undefined && { serviceAccountName: account, serviceAccount: account }),
    ...eachOf(spec, 'volumes', volumeDefaults),
    ...inContainers(spec, CONTAINER_LISTS, containerDefaults),
  };
}

/**
 * The defaults of pods that pod templates do not get: from the API server, and from its admission plugin ServiceAccount,
 * which runs before policies.
 * @param spec with the defaults of `podSpecDefaults`
 */
export function podDefaults(spec: JsonObject): JsonObject {
  return {
    enableServiceLinks: true,
    serviceAccountName: 'default',
    serviceAccount: 'default',
    ...spec,
    ...inContainers(spec, TEMPLATE_LISTS, requestDefaults),
  };
}

function containerDefaults(container: JsonObject): JsonObject {
  return {
    ...pullPolicyDefault('imagePullPolicy', container.image),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
    ...container,
    ...eachOf(container, 'ports', (port) => ({ protocol: 'TCP', ...port })),
    ...eachOf(container, 'env', envDefaults),
    ...inside(container, 'livenessProbe', probeDefaults),
    ...inside(container, 'readinessProbe', probeDefaults),
    ...inside(container, 'startupProbe', probeDefaults),
    ...inside(container, 'lifecycle', (lifecycle) => ({
      ...lifecycle,
      ...inside(lifecycle, 'postStart', handlerDefaults),
      ...inside(lifecycle, 'preStop', handlerDefaults),
    })),
  };
}

/** The default pull policy depends on the tag (API reference, Container.imagePullPolicy and ImageVolumeSource.pullPolicy). */
function pullPolicyDefault(field: string, image: Json | undefined): JsonObject {
  if (typeof image !== 'string' || isStandIn(image)) return {};
  return { [field]: fullName(image).endsWith(':latest') ? 'Always' : 'IfNotPresent' };
}

function probeDefaults(probe: JsonObject): JsonObject {
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...handlerDefaults(probe),
    ...inside(probe, 'grpc', (grpc) => ({ service: '', ...grpc })),
  };
}

function handlerDefaults(handler: JsonObject): JsonObject {
  return { ...handler, ...inside(handler, 'httpGet', (get) => ({ path: '/', scheme: 'HTTP', ...get })) };
}

function envDefaults(variable: JsonObject): JsonObject {
  return {
    ...variable,
    ...inside(variable, 'valueFrom', (from) => ({ ...from, ...inside(from, 'fieldRef', fieldRefDefaults) })),
  };
}

function fieldRefDefaults(reference: JsonObject): JsonObject {
  return { apiVersion: 'v1', ...reference };
}

/** 0644 in decimal, as the API server writes it. */
const MODE = { defaultMode: 420 };

function volumeDefaults(volume: JsonObject): JsonObject {
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  return {
    // A volume without a source is an empty directory.
    ...(sources.length === 0 && { emptyDir: {} }),
    ...volume,
    ...inside(volume, 'secret', (secret) => ({ ...MODE, ...secret })),
    ...inside(volume, 'configMap', (configMap) => ({ ...MODE, ...configMap })),
    ...inside(volume, 'projected', (projected) => ({ ...MODE, ...projected })),
    ...inside(volume, 'downwardAPI', (downward) => ({ ...MODE, ...downward })),
    ...inside(volume, 'hostPath', (path) => ({ type: '', ...path })),
    ...inside(volume, 'image', (image) => ({ ...pullPolicyDefault('pullPolicy', image.reference), ...image })),
  };
}

/** A resource with a limit but no request gets a request of the same size (API reference, ResourceRequirements.requests). */
function requestDefaults(container: JsonObject): JsonObject {
  const limits = jsonAt(container, 'resources', 'limits');
  if (!isObject(limits)) return container;
  return {
    ...container,
    ...inside(container, 'resources', (resources) => ({
      ...resources,
      requests: withDefaults(limits, resources.requests ?? {}),
    })),
  };
}

function inContainers(
  spec: JsonObject,
  lists: readonly ContainerList[],
  fill: (container: JsonObject) => JsonObject,
): JsonObject {
  return Object.fromEntries(lists.flatMap((list) => Object.entries(eachOf(spec, list, fill))));
}

function eachOf(on: JsonObject, key: string, fill: (item: JsonObject) => JsonObject): JsonObject {
  const list = own(on, key);
  return isArray(list) ? { [key]: list.map((item) => (isObject(item) ? fill(item) : item)) } : {};
}

function inside(on: JsonObject, key: string, fill: (value: JsonObject) => JsonObject): JsonObject {
  const value = own(on, key);
  return isObject(value) ? { [key]: fill(value) } : {};
}

function withDefaults(defaults: JsonObject, written: Json): Json {
  return isObject(written) ? { ...defaults, ...written } : written;
}
