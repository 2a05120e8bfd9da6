import { fieldText, fieldTexts, type JsonFields, jsonFields, jsonObjects, numberOf } from './json';

/** A pod in the form of the API server (API reference, Pod v1); times are RFC 3339. */
export interface ApiPod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly created: string | undefined;
  /** The time of its deletion; `undefined` if it is not being deleted. */
  readonly deleted: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The controller that made it. */
  readonly owner: Owner | undefined;
  readonly containers: readonly ApiContainer[];
  readonly initContainers: readonly ApiContainer[];
  readonly ephemeralContainers: readonly ApiContainer[];
  /** The types of conditions that must be true for the pod to be ready. */
  readonly readinessGates: readonly string[];
  readonly nodeName: string | undefined;
  /** "linux" or "windows", if the pod says so. */
  readonly os: string | undefined;
  readonly phase: string | undefined;
  readonly reason: string | undefined;
  readonly conditions: readonly PodCondition[];
  readonly statuses: readonly ContainerStatus[];
  readonly initStatuses: readonly ContainerStatus[];
  readonly ephemeralStatuses: readonly ContainerStatus[];
  /** The unchanged `spec`. */
  readonly spec: JsonFields;
}

export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

export interface ApiContainer {
  readonly name: string;
  readonly image: string;
  /** Of an init container: `Always` makes it a native sidecar (KEP-753). */
  readonly restartPolicy: string | undefined;
  /** Of an ephemeral container: whose processes it sees. */
  readonly target: string | undefined;
}

interface PodCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
  /** Why the condition is not met, in words; empty if it does not say. */
  readonly message: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  /** The running image with its digest, as the container runtime names it; empty before it was pulled. */
  readonly imageId: string;
  readonly isReady: boolean;
  /** Whether its startup probe has passed; `undefined` if the kubelet has not reported it yet. */
  readonly isStarted: boolean | undefined;
  readonly restarts: number;
  readonly state: ContainerState;
  readonly lastState: ContainerState;
}

/** At most one of them. */
interface ContainerState {
  readonly waiting: { readonly reason: string | undefined } | undefined;
  readonly running: { readonly startedAt: string | undefined } | undefined;
  readonly terminated: Terminated | undefined;
}

export interface Terminated {
  readonly reason: string | undefined;
  readonly exitCode: number;
  readonly signal: number;
  readonly finishedAt: string | undefined;
}

/** The pod in an answer of the API server; `undefined` for what isn't a pod. */
export function toPod(json: unknown): ApiPod | undefined {
  const object = jsonFields(json);
  const metadata = jsonFields(object.metadata);
  const spec = jsonFields(object.spec);
  const status = jsonFields(object.status);
  const name = fieldText(metadata.name);
  const namespace = fieldText(metadata.namespace);
  if (name === undefined || namespace === undefined) return undefined;
  return {
    name,
    namespace,
    uid: fieldText(metadata.uid) ?? '',
    created: fieldText(metadata.creationTimestamp),
    deleted: fieldText(metadata.deletionTimestamp),
    labels: fieldTexts(metadata.labels),
    annotations: fieldTexts(metadata.annotations),
    owner: ownerIn(metadata),
    containers: jsonObjects(spec.containers).map(toContainer),
    initContainers: jsonObjects(spec.initContainers).map(toContainer),
    ephemeralContainers: jsonObjects(spec.ephemeralContainers).map(toContainer),
    readinessGates: jsonObjects(spec.readinessGates).map(({ conditionType }) => fieldText(conditionType) ?? ''),
    nodeName: fieldText(spec.nodeName),
    os: fieldText(jsonFields(spec.os).name),
    phase: fieldText(status.phase),
    reason: fieldText(status.reason),
    conditions: jsonObjects(status.conditions).map((condition) => ({
      type: fieldText(condition.type) ?? '',
      status: fieldText(condition.status) ?? '',
      reason: fieldText(condition.reason),
      message: fieldText(condition.message) ?? '',
    })),
    statuses: jsonObjects(status.containerStatuses).map(toStatus),
    initStatuses: jsonObjects(status.initContainerStatuses).map(toStatus),
    ephemeralStatuses: jsonObjects(status.ephemeralContainerStatuses).map(toStatus),
    spec,
  };
}

/** The controller among the owners in an object's metadata. */
export function ownerIn(metadata: JsonFields): Owner | undefined {
  const reference = jsonObjects(metadata.ownerReferences).find(({ controller }) => controller === true);
  const [apiVersion, kind, name] = [reference?.apiVersion, reference?.kind, reference?.name].map(fieldText);
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return { apiVersion, kind, name };
}

function toContainer(container: JsonFields): ApiContainer {
  return {
    name: fieldText(container.name) ?? '',
    image: fieldText(container.image) ?? '',
    restartPolicy: fieldText(container.restartPolicy),
    target: fieldText(container.targetContainerName),
  };
}

function toStatus(status: JsonFields): ContainerStatus {
  return {
    name: fieldText(status.name) ?? '',
    image: fieldText(status.image) ?? '',
    imageId: fieldText(status.imageID) ?? '',
    isReady: status.ready === true,
    isStarted: typeof status.started === 'boolean' ? status.started : undefined,
    restarts: numberOf(status.restartCount) ?? 0,
    state: toState(status.state),
    lastState: toState(status.lastState),
  };
}

function toState(value: unknown): ContainerState {
  const { waiting, running, terminated } = jsonFields(value);
  return {
    waiting: waiting === undefined ? undefined : { reason: fieldText(jsonFields(waiting).reason) },
    running: running === undefined ? undefined : { startedAt: fieldText(jsonFields(running).startedAt) },
    terminated: terminated === undefined ? undefined : toTerminated(jsonFields(terminated)),
  };
}

function toTerminated(terminated: JsonFields): Terminated {
  return {
    reason: fieldText(terminated.reason),
    exitCode: numberOf(terminated.exitCode) ?? 0,
    signal: numberOf(terminated.signal) ?? 0,
    finishedAt: fieldText(terminated.finishedAt),
  };
}
