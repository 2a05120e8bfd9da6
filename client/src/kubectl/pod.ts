import { type Fields, fieldsOf, numberOf, objectsOf, textOf, textsOf } from './json';

/** A pod of a cluster, as its API server tells it (API reference, Pod v1); times are RFC 3339. */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly created: string | undefined;
  /** When it was told to go; none while it is to stay. */
  readonly deleted: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The controller that made it. */
  readonly owner: Owner | undefined;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly ephemeralContainers: readonly Container[];
  /** The types of conditions that a pod needs beside its containers to be ready. */
  readonly readinessGates: readonly string[];
  readonly nodeName: string | undefined;
  /** "linux" or "windows", where the pod says it. */
  readonly os: string | undefined;
  readonly phase: string | undefined;
  readonly reason: string | undefined;
  readonly conditions: readonly Condition[];
  readonly statuses: readonly ContainerStatus[];
  readonly initStatuses: readonly ContainerStatus[];
  readonly ephemeralStatuses: readonly ContainerStatus[];
  /** `spec` as it came. */
  readonly spec: Fields;
}

export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  /** Of an init container: `Always` makes it a native sidecar (KEP-753). */
  readonly restartPolicy: string | undefined;
  /** Of an ephemeral container: whose processes it sees. */
  readonly target: string | undefined;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  /** The image that runs, with its digest, in the words of the container runtime; empty before it has been pulled. */
  readonly imageId: string;
  readonly isReady: boolean;
  /** Whether its startup probe has passed; none where the kubelet has not said yet. */
  readonly isStarted: boolean | undefined;
  readonly restarts: number;
  readonly state: ContainerState;
  readonly lastState: ContainerState;
}

/** At most one of them. */
export interface ContainerState {
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
export function toPod(json: unknown): Pod | undefined {
  const object = fieldsOf(json);
  const metadata = fieldsOf(object.metadata);
  const spec = fieldsOf(object.spec);
  const status = fieldsOf(object.status);
  const name = textOf(metadata.name);
  const namespace = textOf(metadata.namespace);
  if (name === undefined || namespace === undefined) return undefined;
  return {
    name,
    namespace,
    uid: textOf(metadata.uid) ?? '',
    created: textOf(metadata.creationTimestamp),
    deleted: textOf(metadata.deletionTimestamp),
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    owner: ownerIn(metadata),
    containers: objectsOf(spec.containers).map(toContainer),
    initContainers: objectsOf(spec.initContainers).map(toContainer),
    ephemeralContainers: objectsOf(spec.ephemeralContainers).map(toContainer),
    readinessGates: objectsOf(spec.readinessGates).map(({ conditionType }) => textOf(conditionType) ?? ''),
    nodeName: textOf(spec.nodeName),
    os: textOf(fieldsOf(spec.os).name),
    phase: textOf(status.phase),
    reason: textOf(status.reason),
    conditions: objectsOf(status.conditions).map((condition) => ({
      type: textOf(condition.type) ?? '',
      status: textOf(condition.status) ?? '',
      reason: textOf(condition.reason),
    })),
    statuses: objectsOf(status.containerStatuses).map(toStatus),
    initStatuses: objectsOf(status.initContainerStatuses).map(toStatus),
    ephemeralStatuses: objectsOf(status.ephemeralContainerStatuses).map(toStatus),
    spec,
  };
}

/** The controller among the owners in an object's metadata. */
export function ownerIn(metadata: Fields): Owner | undefined {
  const reference = objectsOf(metadata.ownerReferences).find(({ controller }) => controller === true);
  const [apiVersion, kind, name] = [reference?.apiVersion, reference?.kind, reference?.name].map(textOf);
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return { apiVersion, kind, name };
}

function toContainer(container: Fields): Container {
  return {
    name: textOf(container.name) ?? '',
    image: textOf(container.image) ?? '',
    restartPolicy: textOf(container.restartPolicy),
    target: textOf(container.targetContainerName),
  };
}

function toStatus(status: Fields): ContainerStatus {
  return {
    name: textOf(status.name) ?? '',
    image: textOf(status.image) ?? '',
    imageId: textOf(status.imageID) ?? '',
    isReady: status.ready === true,
    isStarted: typeof status.started === 'boolean' ? status.started : undefined,
    restarts: numberOf(status.restartCount) ?? 0,
    state: toState(status.state),
    lastState: toState(status.lastState),
  };
}

function toState(value: unknown): ContainerState {
  const { waiting, running, terminated } = fieldsOf(value);
  return {
    waiting: waiting === undefined ? undefined : { reason: textOf(fieldsOf(waiting).reason) },
    running: running === undefined ? undefined : { startedAt: textOf(fieldsOf(running).startedAt) },
    terminated: terminated === undefined ? undefined : toTerminated(fieldsOf(terminated)),
  };
}

function toTerminated(terminated: Fields): Terminated {
  return {
    reason: textOf(terminated.reason),
    exitCode: numberOf(terminated.exitCode) ?? 0,
    signal: numberOf(terminated.signal) ?? 0,
    finishedAt: textOf(terminated.finishedAt),
  };
}
