import { duration } from './duration';
import type { ApiPod, ContainerStatus, Terminated } from './pod';

/** The columns that `kubectl get pods` has beside the name. */
export interface PrintedPod {
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
  readonly age: string;
}

/** The phases of pods that have ended for good (API server, IsPodPhaseTerminal). */
const OVER = ['Succeeded', 'Failed'];
const GATED = 'SchedulingGated';

/** The first version in which "Completed" does not hide a failed container (kubernetes/kubernetes 124766). */
const TELLS_FAILURES = 35;

/**
 * The columns of `kubectl get pods` for a pod. The API server makes them (printPod), and versions differ.
 * @param server the minor version of the API server, such as 35
 */
export function printedPod(pod: ApiPod, now: Date, server: number): PrintedPod {
  const start = startOf(pod);
  return {
    ready: `${readyOf(pod, start)}/${pod.containers.length + start.sidecars.size}`,
    status: statusOf(pod, start, server),
    restarts: restartsOf(pod, start, now),
    age: ageOf(pod.created, now),
  };
}

/** The progress of a pod's init containers. */
interface Start {
  /** The names of the native sidecars. */
  readonly sidecars: ReadonlySet<string>;
  /** The init containers that are done. */
  readonly done: readonly ContainerStatus[];
  /** The first init container that is not done: all after it wait for it. */
  readonly current: ContainerStatus | undefined;
  /** Whether the other containers were started. */
  readonly isOver: boolean;
}

function startOf(pod: ApiPod): Start {
  const sidecars = new Set(
    pod.initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  const isDone = ({ name, isStarted, state }: ContainerStatus): boolean =>
    hasSucceeded(state) || (sidecars.has(name) && isStarted === true);
  const first = pod.initStatuses.findIndex((status) => !isDone(status));
  const done = first === -1 ? pod.initStatuses : pod.initStatuses.slice(0, first);
  const current = pod.initStatuses[done.length];
  // A native sidecar that fails later is restarted while the other containers of the pod run.
  return { sidecars, done, current, isOver: current === undefined || isTrue(pod, 'Initialized') };
}

function readyOf({ statuses }: ApiPod, { done, isOver }: Start): number {
  // The kubelet reports an ended init container as ready, but it does not count, so only native sidecars remain.
  const early = done.filter(({ isReady, state }) => isReady && !hasSucceeded(state));
  const late = isOver ? statuses.filter(isRunning) : [];
  return early.length + late.length;
}

function hasSucceeded({ terminated }: ContainerStatus['state']): boolean {
  return terminated?.exitCode === 0;
}

function isRunning({ isReady, state }: ContainerStatus): boolean {
  return isReady && state.running !== undefined;
}

function statusOf(pod: ApiPod, start: Start, server: number): string {
  if (pod.deleted !== undefined) {
    // The node controller's reason for a node that no longer answers: it is not known whether the pod still runs.
    if (pod.reason === 'NodeLost') return 'Unknown';
    if (!OVER.includes(pod.phase ?? '')) return 'Terminating';
  }
  const outset = start.current ? initReason(pod, start, start.current) : podReason(pod);
  if (!start.isOver) return outset;
  // The first container with a reason decides.
  const status = pod.statuses.map(reasonOf).find((reason) => reason !== undefined) ?? outset;
  return status === 'Completed' ? unlessUnfinished(pod, status, server) : status;
}

/** A completed container does not complete the pod, and does not hide that another container failed. */
function unlessUnfinished(pod: ApiPod, status: string, server: number): string {
  const runs = pod.statuses.some(isRunning);
  if (runs && isTrue(pod, 'Ready')) return 'Running';
  const hasFailed = ({ state }: ContainerStatus): boolean => (state.terminated?.exitCode ?? 0) !== 0;
  const failed = server >= TELLS_FAILURES ? pod.statuses.find(hasFailed) : undefined;
  return (failed && reasonOf(failed)) ?? (runs ? 'NotReady' : status);
}

/** The reason of the pod itself, without its containers. */
function podReason({ phase, reason, conditions }: ApiPod): string {
  const isGated = conditions.some((condition) => condition.type === 'PodScheduled' && condition.reason === GATED);
  return isGated ? GATED : reason || (phase ?? '');
}

function initReason({ initContainers }: ApiPod, { done }: Start, { state }: ContainerStatus): string {
  if (state.terminated) return `Init:${endOf(state.terminated)}`;
  const reason = state.waiting?.reason;
  // Every container that waits for the init containers has this reason.
  if (reason && reason !== 'PodInitializing') return `Init:${reason}`;
  return `Init:${done.length}/${initContainers.length}`;
}

/** Why a container does not run, if it says so. */
function reasonOf({ state }: ContainerStatus): string | undefined {
  return state.waiting?.reason || (state.terminated && endOf(state.terminated));
}

function endOf({ reason, signal, exitCode }: Terminated): string {
  return reason || (signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`);
}

function restartsOf({ statuses }: ApiPod, { sidecars, done, current, isOver }: Start, now: Date): string {
  const begun = current ? [...done, current] : done;
  // After the start of a pod, restarts of its init containers do not count.
  const counted = isOver ? [...begun.filter(({ name }) => sidecars.has(name)), ...statuses] : begun;
  const restarts = counted.reduce((sum, status) => sum + status.restarts, 0);
  const ends = counted.flatMap(({ lastState }) => timeOf(lastState.terminated?.finishedAt) ?? []);
  if (restarts === 0 || ends.length === 0) return String(restarts);
  return `${restarts} (${duration(now.getTime() - Math.max(...ends))} ago)`;
}

function ageOf(created: string | undefined, now: Date): string {
  const time = timeOf(created);
  return time === undefined ? '<unknown>' : duration(now.getTime() - time);
}

/** In milliseconds; `undefined` for no time. */
function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function isTrue({ conditions }: ApiPod, type: string): boolean {
  return conditions.find((condition) => condition.type === type)?.status === 'True';
}
