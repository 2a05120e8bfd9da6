import { describe, expect, it } from 'vitest';
import { toPod } from '../../../server/src/cluster/pod';
import { runningContainers } from '../../../server/src/cluster/running-containers';
import type { ContainerRole } from '../../../server/src/protocol';

const RAN = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:00Z' };
const status = (name: string, more: object) => ({ name, image: 'busybox', ready: true, restartCount: 0, ...more });

interface Given {
  readonly containers?: readonly string[];
  readonly init?: readonly string[];
  readonly statuses?: readonly object[];
  readonly roles?: readonly ContainerRole[];
  readonly template?: readonly string[];
  readonly annotations?: object;
}

function list({ containers = ['web'], init = [], statuses = [], roles = [], template, annotations }: Given) {
  const pod = toPod({
    metadata: { name: 'web', namespace: 'shop', annotations },
    spec: {
      containers: containers.map((name) => ({ name, image: 'busybox' })),
      initContainers: init.map((name) => ({ name, image: 'busybox' })),
    },
    status: {
      containerStatuses: statuses,
      initContainerStatuses: statuses,
    },
  });
  if (!pod) throw new Error('That is no pod.');
  return runningContainers(pod, roles, template && new Set(template));
}

describe('the containers of a pod', () => {
  it('come with the app first, and keep their order else', () => {
    const roles = [
      { name: 'log', role: 'sidecar' },
      { name: 'proxy', role: 'sidecar' },
      { name: 'web', role: 'app' },
      { name: 'migrate', role: 'init' },
      { name: 'vault', role: 'native-sidecar' },
    ];
    const found = list({ containers: ['log', 'proxy', 'web'], init: ['migrate', 'vault'], roles });
    expect(found.map(({ name }) => name)).toEqual(['web', 'log', 'proxy', 'vault', 'migrate']);
  });

  it('are injected where their owner would not make them', () => {
    const injected = (template?: string[]) =>
      list({ containers: ['web', 'miner'], ...(template && { template }) })
        .filter(({ isInjected }) => isInjected)
        .map(({ name }) => name);
    expect(injected(['web'])).toEqual(['miner']);
    // It is not known what the owner would make.
    expect(injected()).toEqual([]);
  });

  it('have the one that the pod itself names', () => {
    const annotations = { 'kubectl.kubernetes.io/default-container': 'log' };
    const found = list({ containers: ['web', 'log'], annotations });
    expect(found.find(({ isDefault }) => isDefault)?.name).toBe('log');
  });

  it.each([
    [{ running: { startedAt: RAN.startedAt } }, 'running', true],
    [{ waiting: { reason: 'CrashLoopBackOff' } }, 'CrashLoopBackOff', false],
    [{ waiting: {} }, 'waiting', false],
    [{ terminated: { ...RAN, exitCode: 0, reason: 'Completed' } }, 'Completed', false],
    [{ terminated: { ...RAN, exitCode: 0 } }, 'Completed', false],
    [{ terminated: { ...RAN, exitCode: 3, reason: 'Error' } }, 'exit code 3', false],
    [{ terminated: { ...RAN, exitCode: 137, reason: 'OOMKilled' } }, 'OOMKilled, exit code 137', false],
    [{ terminated: { ...RAN, exitCode: 137, signal: 9 } }, 'signal 9', false],
    [{}, 'not started', false],
  ])('are in the state that their status says: %j', (state, words, isRunning) => {
    expect(list({ statuses: [status('web', { state })] })[0]).toMatchObject({ state: words, isRunning });
  });

  it('have not started where nothing is said of them', () => {
    expect(list({})[0]).toMatchObject({ state: 'not started', isRunning: false, isReady: false, restarts: 0 });
  });

  it('have the log of the run that ended last: of now, or of before the restart', () => {
    const terminated = { ...RAN, exitCode: 1 };
    const log = (more: object) => list({ statuses: [status('web', more)] })[0]?.endedLog;
    expect(log({ state: { terminated }, lastState: { terminated } })).toBe('current');
    expect(log({ state: { waiting: {} }, lastState: { terminated } })).toBe('previous');
    expect(log({ state: { running: {} } })).toBeUndefined();
  });
});
