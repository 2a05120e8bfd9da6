/** Pods as the API server sends them, in few words. */
import { toPod } from '../../../server/src/cluster/pod';
import { printedPod } from '../../../server/src/cluster/printed-pod';

const NOW = new Date('2026-03-01T12:00:00Z');

const DAY = 24 * 60 * 60;

/** A time of the API server's, in whole seconds. */
export function ago(seconds: number): string {
  return new Date(NOW.getTime() - seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Conditions as `podOf` takes them: of a pod that is ready, is not, or is in its init containers. */
export const READY = { conditions: 'PodScheduled Initialized Ready' };
export const UNREADY = { conditions: 'PodScheduled Initialized !Ready:ContainersNotReady' };
export const STARTING = { phase: 'Pending', conditions: 'PodScheduled !Initialized:ContainersNotInitialized !Ready' };
export const CREATING = { ...UNREADY, phase: 'Pending' };
export const FAILED = { ...UNREADY, phase: 'Failed' };
export const SUCCEEDED = { phase: 'Succeeded', conditions: 'PodScheduled Initialized !Ready:PodCompleted' };

/** What a user sees, a pod as the API server sends it, and its cells as kubectl lines them up. */
export type Row = [what: string, object: object, line: string];

/** @param server the minor version of the API server */
export function lineOf(object: object, server = 35): string {
  const pod = toPod(object);
  if (!pod) throw new Error('not a pod');
  const { ready, status, restarts, age } = printedPod(pod, NOW, server);
  return [ready, status, restarts, age].join('  ');
}

type State = Readonly<Record<string, object>>;

export interface Part {
  readonly list: 'containers' | 'initContainers';
  readonly spec: object;
  readonly status: object;
}

export const running = (): State => ({ running: { startedAt: ago(3600) } });

export const waiting = (reason?: string): State => ({ waiting: reason === undefined ? {} : { reason } });

/** As a container runtime tells it where it gives no reason. */
export const exited = (exitCode: number, reason?: string): State => ({
  terminated: { exitCode, ...(reason !== undefined && { reason }), startedAt: ago(3600), finishedAt: ago(600) },
});

export const killed = (signal: number): State => ({
  terminated: { exitCode: 128 + signal, signal, startedAt: ago(3600), finishedAt: ago(600) },
});

export const completed = (): State => exited(0, 'Completed');
export const failed = (): State => exited(1, 'Error');

/** How often a container was started anew, and how many seconds ago it had ended before that. */
export const restarted = (restartCount: number, seconds?: number): object => ({
  restartCount,
  ...(seconds !== undefined && {
    lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: ago(3600), finishedAt: ago(seconds) } },
  }),
});

/** A container; while it runs it is ready, unless `more` says otherwise. */
export function app(state: State, more: object = {}): Part {
  return part('containers', {}, state, 'running' in state, more);
}

/** An init container; the kubelet calls one that has succeeded ready. */
export function init(state: State, more: object = {}): Part {
  const { exitCode } = (state.terminated ?? {}) as { exitCode?: number };
  return part('initContainers', {}, state, exitCode === 0, more);
}

/** A container that waits for its turn. */
export const idle = () => app(waiting('PodInitializing'));
export const next = () => init(waiting('PodInitializing'));
export const done = () => init(completed());

/** A native sidecar. */
export function sidecar(state: State, more: object = {}): Part {
  return part('initContainers', { restartPolicy: 'Always' }, state, 'running' in state, more);
}

function part(list: Part['list'], spec: object, state: State, ready: boolean, more: object): Part {
  const started = 'running' in state;
  return { list, spec, status: { state, lastState: {}, ready, started, restartCount: 0, ...more } };
}

export interface Rest {
  readonly phase?: string;
  readonly reason?: string;
  /** Conditions that are true, by their type; a `!` before it says that it is false, a `:` a reason. */
  readonly conditions?: string;
  readonly deleted?: boolean;
  readonly created?: string;
  /** Whether the kubelet has not reported any container yet. */
  readonly unreported?: boolean;
}

/** A pod of the parts, running since five days unless `rest` says otherwise. */
export function podOf(parts: readonly Part[], rest: Rest = {}): object {
  const { phase = 'Running', reason, conditions = '', deleted, created = ago(5 * DAY), unreported } = rest;
  const named = parts.map((one, index) => ({ ...one, name: `c${index}` }));
  const specs = (list: Part['list']): object[] =>
    named.filter((one) => one.list === list).map(({ name, spec }) => ({ name, image: `${name}:1`, ...spec }));
  const statuses = (list: Part['list']): object[] =>
    named
      .filter((one) => one.list === list && !unreported)
      .map(({ name, status }) => ({ name, image: `${name}:1`, imageID: '', ...status }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web',
      namespace: 'shop',
      creationTimestamp: created,
      ...(deleted && { deletionTimestamp: ago(5), deletionGracePeriodSeconds: 30 }),
    },
    spec: { containers: specs('containers'), initContainers: specs('initContainers') },
    status: {
      phase,
      ...(reason !== undefined && { reason }),
      conditions: conditions.split(' ').filter(Boolean).map(conditionOf),
      containerStatuses: statuses('containers'),
      initContainerStatuses: statuses('initContainers'),
    },
  };
}

function conditionOf(text: string): object {
  const [type = '', reason] = text.replace('!', '').split(':');
  return { type, status: text.startsWith('!') ? 'False' : 'True', ...(reason !== undefined && { reason }) };
}
