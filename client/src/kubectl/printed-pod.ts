import { duration } from './duration';
import type { ContainerStatus, Pod, Terminated } from './pod';

/** The columns that `kubectl get pods` has beside the name. */
export interface PrintedPod {
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
  readonly age: string;
}

/** Nothing runs in these any more, nor ever will (API server, IsPodPhaseTerminal). */
const OVER = ['Succeeded', 'Failed'];
const GATED = 'SchedulingGated';

/** From here on "Completed" does not hide that another container has failed (kubernetes/kubernetes 124766). */
const TELLS_FAILURES = 35;

/**
 * What `kubectl get pods` prints of a pod. The API server makes these columns (printPod), each version its own.
 * @param server the minor version of the API server, such as 35
 */
export function printedPod(pod: Pod, now: Date, server: number): PrintedPod {
  const start = startOf(pod);
  return {
    ready: `${readyOf(pod, start)}/${pod.containers.length + start.sidecars.size}`,
    status: statusOf(pod, start, server),
    restarts: restartsOf(pod, start, now),
    age: ageOf(pod.created, now),
  };
}

/** How far a pod's init containers have come. */
interface Start {
  /** The names of the init containers that stay. */
  readonly sidecars: ReadonlySet<string>;
  /** Those that have done their part. */
  readonly done: readonly ContainerStatus[];
  /** The one that has not, and that all after it wait for. */
  readonly current: ContainerStatus | undefined;
  /** Whether the other containers have had their turn. */
  readonly isOver: boolean;
}

function startOf(pod: Pod): Start {
  const sidecars = new Set(
    pod.initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  const isDone = ({ name, isStarted, state }: ContainerStatus): boolean =>
    hasSucceeded(state) || (sidecars.has(name) && isStarted === true);
  const first = pod.initStatuses.findIndex((status) => !isDone(status));
  const done = first === -1 ? pod.initStatuses : pod.initStatuses.slice(0, first);
  const current = pod.initStatuses[done.length];
  // A native sidecar that fails later is being started again; the pod's other containers go on meanwhile.
  return { sidecars, done, current, isOver: current === undefined || isTrue(pod, 'Initialized') };
}

function readyOf({ statuses }: Pod, { done, isOver }: Start): number {
  // An init container that has ended is ready in the kubelet's words, but it doesn't count; what is left are sidecars.
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

function statusOf(pod: Pod, start: Start, server: number): string {
  if (pod.deleted !== undefined) {
    // The node controller's reason for a node that no longer answers: nobody knows whether the pod has gone.
    if (pod.reason === 'NodeLost') return 'Unknown';
    if (!OVER.includes(pod.phase ?? '')) return 'Terminating';
  }
  const outset = start.current ? initReason(pod, start, start.current) : podReason(pod);
  if (!start.isOver) return outset;
  // The first container that has something to say decides.
  const status = pod.statuses.map(reasonOf).find((reason) => reason !== undefined) ?? outset;
  return status === 'Completed' ? unlessUnfinished(pod, status, server) : status;
}

/** One container that has ended doesn't end the pod, nor does its success make one of another's failure. */
function unlessUnfinished(pod: Pod, status: string, server: number): string {
  const runs = pod.statuses.some(isRunning);
  if (runs && isTrue(pod, 'Ready')) return 'Running';
  const hasFailed = ({ state }: ContainerStatus): boolean => (state.terminated?.exitCode ?? 0) !== 0;
  const failed = server >= TELLS_FAILURES ? pod.statuses.find(hasFailed) : undefined;
  return (failed && reasonOf(failed)) ?? (runs ? 'NotReady' : status);
}

/** What is known without looking at any container. */
function podReason({ phase, reason, conditions }: Pod): string {
  const isGated = conditions.some((condition) => condition.type === 'PodScheduled' && condition.reason === GATED);
  return isGated ? GATED : reason || (phase ?? '');
}

function initReason({ initContainers }: Pod, { done }: Start, { state }: ContainerStatus): string {
  if (state.terminated) return `Init:${endOf(state.terminated)}`;
  const reason = state.waiting?.reason;
  // Every container that waits for its turn has this reason.
  if (reason && reason !== 'PodInitializing') return `Init:${reason}`;
  return `Init:${done.length}/${initContainers.length}`;
}

/** Why a container doesn't run, where it says so. */
function reasonOf({ state }: ContainerStatus): string | undefined {
  return state.waiting?.reason || (state.terminated && endOf(state.terminated));
}

function endOf({ reason, signal, exitCode }: Terminated): string {
  return reason || (signal === 0 ? `ExitCode:${exitCode}` : `Signal:${signal}`);
}

function restartsOf({ statuses }: Pod, { sidecars, done, current, isOver }: Start, now: Date): string {
  const begun = current ? [...done, current] : done;
  // Once a pod has started, what its start took is of no interest any more.
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

function isTrue({ conditions }: Pod, type: string): boolean {
  return conditions.find((condition) => condition.type === type)?.status === 'True';
}
