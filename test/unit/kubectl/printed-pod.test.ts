import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../client/src/kubectl/pod';
import { printedPod } from '../../../client/src/kubectl/printed-pod';
import {
  ago,
  app,
  completed,
  exited,
  failed,
  init,
  killed,
  NOW,
  podOf,
  restarted,
  running,
  sidecar,
  waiting,
} from './api-pod';

/** The cells as kubectl lines them up. */
function line(pod: Pod): string {
  const { ready, status, restarts, age } = printedPod(pod, NOW);
  return [ready, status, restarts, age].join('  ');
}

const READY = 'PodScheduled Initialized Ready';
const UNREADY = 'PodScheduled Initialized !Ready:ContainersNotReady';
const STARTING = 'PodScheduled !Initialized:ContainersNotInitialized !Ready';
const PENDING = { phase: 'Pending', conditions: STARTING };
const CREATING = { phase: 'Pending', conditions: UNREADY };
const OK = { conditions: READY };
const NOT_OK = { conditions: UNREADY };
const FAILED = { phase: 'Failed', conditions: UNREADY };
const SUCCEEDED = { phase: 'Succeeded', conditions: 'PodScheduled Initialized !Ready:PodCompleted' };

/** A container that waits for the init containers. */
const idle = () => app(waiting('PodInitializing'));
const done = () => init(completed());
const next = () => init(waiting('PodInitializing'));

type State = [what: string, pod: Pod, line: string];

describe('kubectl get pods of a pod without init containers', () => {
  it.each<State>([
    ['runs', podOf([app(running())], OK), '1/1  Running  0  5d'],
    ['runs beside another', podOf([app(running()), app(running())], OK), '2/2  Running  0  5d'],
    ['is not ready', podOf([app(running(), { ready: false })], NOT_OK), '0/1  Running  0  5d'],
    [
      'half of which is ready',
      podOf([app(running()), app(running(), { ready: false })], NOT_OK),
      '1/2  Running  0  5d',
    ],
    ['is held up by a readiness gate', podOf([app(running())], NOT_OK), '1/1  Running  0  5d'],
    ['pulls its images', podOf([app(waiting('ContainerCreating'))], CREATING), '0/1  ContainerCreating  0  5d'],
    ['failed to pull', podOf([app(waiting('ErrImagePull'))], CREATING), '0/1  ErrImagePull  0  5d'],
    ['waits to pull again', podOf([app(waiting('ImagePullBackOff'))], CREATING), '0/1  ImagePullBackOff  0  5d'],
    [
      'lacks a ConfigMap',
      podOf([app(waiting('CreateContainerConfigError'))], CREATING),
      '0/1  CreateContainerConfigError  0  5d',
    ],
    [
      'lacks an image beside one that runs',
      podOf([app(running()), app(waiting('ImagePullBackOff'))], CREATING),
      '1/2  ImagePullBackOff  0  5d',
    ],
    [
      'has two troubles: the first container’s is shown',
      podOf([app(waiting('CrashLoopBackOff')), app(waiting('ImagePullBackOff'))], NOT_OK),
      '0/2  CrashLoopBackOff  0  5d',
    ],
    ['waits without a reason', podOf([app(waiting())], CREATING), '0/1  Pending  0  5d'],
    ['waits for the kubelet', podOf([app({})], { ...CREATING, unreported: true }), '0/1  Pending  0  5d'],
  ])('%s', (_, pod, expected) => expect(line(pod)).toBe(expected));
});

describe('kubectl get pods of a pod whose containers have ended', () => {
  it.each<State>([
    ['succeeded', podOf([app(completed())], SUCCEEDED), '0/1  Completed  0  5d'],
    ['succeeded without the runtime’s reason', podOf([app(exited(0))], SUCCEEDED), '0/1  ExitCode:0  0  5d'],
    ['failed', podOf([app(failed())], FAILED), '0/1  Error  0  5d'],
    ['ran out of memory', podOf([app(exited(137, 'OOMKilled'))], FAILED), '0/1  OOMKilled  0  5d'],
    ['failed without a reason', podOf([app(exited(3))], FAILED), '0/1  ExitCode:3  0  5d'],
    ['was killed', podOf([app(killed(9))], FAILED), '0/1  Signal:9  0  5d'],
    ['could not be started', podOf([app(exited(128, 'StartError'))], FAILED), '0/1  StartError  0  5d'],
    ['succeeded, its statuses lost', podOf([app({})], { ...SUCCEEDED, unreported: true }), '0/1  Succeeded  0  5d'],
    ['failed, its statuses lost', podOf([app({})], { ...FAILED, unreported: true }), '0/1  Failed  0  5d'],
    ['has one container left, and is ready', podOf([app(completed()), app(running())], OK), '1/2  Running  0  5d'],
    [
      'has one container left, and is not ready',
      podOf([app(completed()), app(running())], NOT_OK),
      '1/2  NotReady  0  5d',
    ],
    [
      'has one container left that is not ready itself',
      podOf([app(completed()), app(running(), { ready: false })], NOT_OK),
      '0/2  Completed  0  5d',
    ],
    ['has one container left, after a failure', podOf([app(failed()), app(running())], NOT_OK), '1/2  Error  0  5d'],
    ['failed in its second container', podOf([app(completed()), app(failed())], FAILED), '0/2  Error  0  5d'],
    [
      'failed in its second container, while a third runs',
      podOf([app(completed()), app(killed(11)), app(running())], NOT_OK),
      '1/3  Signal:11  0  5d',
    ],
    [
      'failed in its second container, and is ready all the same',
      podOf([app(completed()), app(failed()), app(running())], OK),
      '1/3  Running  0  5d',
    ],
    [
      'failed twice: the first is shown',
      podOf([app(completed()), app(exited(137, 'OOMKilled')), app(failed())], FAILED),
      '0/3  OOMKilled  0  5d',
    ],
  ])('%s', (_, pod, expected) => expect(line(pod)).toBe(expected));
});

describe('kubectl get pods of a pod with init containers', () => {
  it.each<State>([
    ['is in the first of two', podOf([init(running()), next(), idle()], PENDING), '0/1  Init:0/2  0  5d'],
    ['is in the second of two', podOf([done(), init(running()), idle()], PENDING), '0/1  Init:1/2  0  5d'],
    ['is before its first', podOf([next(), idle()], PENDING), '0/1  Init:0/1  0  5d'],
    ['waits without a reason', podOf([init(waiting()), idle()], PENDING), '0/1  Init:0/1  0  5d'],
    ['is through with them', podOf([done(), done(), idle()], CREATING), '0/1  PodInitializing  0  5d'],
    ['runs', podOf([done(), app(running())], OK), '1/1  Running  0  5d'],
    [
      'starts again and again',
      podOf([init(waiting('CrashLoopBackOff'), restarted(4, 45)), idle()], PENDING),
      '0/1  Init:CrashLoopBackOff  4 (45s ago)  5d',
    ],
    [
      'lacks an image of theirs',
      podOf([done(), init(waiting('ImagePullBackOff')), next(), idle()], PENDING),
      '0/1  Init:ImagePullBackOff  0  5d',
    ],
    ['failed in one', podOf([init(failed()), idle()], PENDING), '0/1  Init:Error  0  5d'],
    ['failed without a reason', podOf([init(exited(1)), idle()], PENDING), '0/1  Init:ExitCode:1  0  5d'],
    ['was killed in one', podOf([init(killed(9)), idle()], PENDING), '0/1  Init:Signal:9  0  5d'],
    ['ran out of memory', podOf([init(exited(137, 'OOMKilled')), idle()], PENDING), '0/1  Init:OOMKilled  0  5d'],
    ['has two containers to come', podOf([init(running()), idle(), idle()], PENDING), '0/2  Init:0/1  0  5d'],
    [
      'does not count a container before its turn',
      podOf([init(running()), app(running())], PENDING),
      '0/1  Init:0/1  0  5d',
    ],
    [
      'had an init container run again by a new sandbox, with its containers going on',
      podOf([init(running()), app(running())], OK),
      '1/1  Init:0/1  0  5d',
    ],
  ])('%s', (_, pod, expected) => expect(line(pod)).toBe(expected));
});

describe('kubectl get pods of a pod with native sidecars', () => {
  const starting = { started: false, ready: false };
  it.each<State>([
    ['runs', podOf([sidecar(running()), app(running())], OK), '2/2  Running  0  5d'],
    [
      'has a sidecar that is not ready',
      podOf([sidecar(running(), { ready: false }), app(running())], NOT_OK),
      '1/2  Running  0  5d',
    ],
    ['waits for its sidecar', podOf([sidecar(running(), starting), idle()], PENDING), '0/2  Init:0/1  0  5d'],
    [
      'has a sidecar before the init container that runs',
      podOf([sidecar(running()), init(running()), idle()], PENDING),
      '1/2  Init:1/2  0  5d',
    ],
    [
      'has a sidecar that never starts',
      podOf([sidecar(waiting('CrashLoopBackOff'), restarted(2, 600)), idle()], PENDING),
      '0/2  Init:CrashLoopBackOff  2 (10m ago)  5d',
    ],
    [
      'has a sidecar that crashed while it ran',
      podOf([sidecar(waiting('CrashLoopBackOff'), restarted(6, 60)), app(running())], NOT_OK),
      '1/2  Init:CrashLoopBackOff  6 (60s ago)  5d',
    ],
    [
      'has a sidecar that failed just now',
      podOf([sidecar(failed()), app(running())], NOT_OK),
      '1/2  Init:Error  0  5d',
    ],
    [
      'has a first sidecar that crashed: the second is not looked at',
      podOf([sidecar(waiting('CrashLoopBackOff')), sidecar(running()), app(running())], NOT_OK),
      '1/3  Init:CrashLoopBackOff  0  5d',
    ],
    [
      'has a sidecar and a container that crashed',
      podOf([sidecar(failed()), app(waiting('CrashLoopBackOff'))], NOT_OK),
      '0/2  CrashLoopBackOff  0  5d',
    ],
    [
      'has a sidecar that has gone, ready as init containers then are',
      podOf([sidecar(completed(), { ready: true }), app(running())], OK),
      '1/2  Running  0  5d',
    ],
    ['is done, its sidecar ended', podOf([sidecar(completed()), app(completed())], SUCCEEDED), '0/2  Completed  0  5d'],
    [
      'is done, its sidecar still there',
      podOf([sidecar(running()), app(completed())], NOT_OK),
      '1/2  Completed  0  5d',
    ],
  ])('%s', (_, pod, expected) => expect(line(pod)).toBe(expected));
});

describe('kubectl get pods counts restarts', () => {
  it.each<State>([
    ['of one container', podOf([app(running(), restarted(3, 300))], OK), '1/1  Running  3 (5m ago)  5d'],
    [
      'of all containers, with the last time',
      podOf([app(running(), restarted(3, 300)), app(running(), restarted(2, 7200))], OK),
      '2/2  Running  5 (5m ago)  5d',
    ],
    ['of which no time is known', podOf([app(running(), restarted(3))], OK), '1/1  Running  3  5d'],
    ['not at all, though one had ended before', podOf([app(running(), restarted(0, 300))], OK), '1/1  Running  0  5d'],
    [
      'of init containers, while they run',
      podOf([init(completed(), restarted(1, 900)), init(running(), restarted(2, 300)), idle()], PENDING),
      '0/1  Init:1/2  3 (5m ago)  5d',
    ],
    [
      'of init containers up to the one that runs',
      podOf([init(running(), restarted(2, 300)), init(waiting('PodInitializing'), restarted(4, 60)), idle()], PENDING),
      '0/1  Init:0/2  2 (5m ago)  5d',
    ],
    [
      'not of containers, while init containers run',
      podOf([init(running()), app(waiting('PodInitializing'), restarted(7, 60))], PENDING),
      '0/1  Init:0/1  0  5d',
    ],
    [
      'not of init containers afterwards',
      podOf([init(completed(), restarted(5, 60)), app(running(), restarted(1, 300))], OK),
      '1/1  Running  1 (5m ago)  5d',
    ],
    [
      'of native sidecars also afterwards',
      podOf([sidecar(running(), restarted(2, 60)), app(running(), restarted(1, 300))], OK),
      '2/2  Running  3 (60s ago)  5d',
    ],
    [
      'whose last time lies ahead, by the clock here',
      podOf([app(running(), restarted(1, -30))], OK),
      '1/1  Running  1 (<invalid> ago)  5d',
    ],
  ])('%s', (_, pod, expected) => expect(line(pod)).toBe(expected));
});

describe('kubectl get pods of a pod', () => {
  const unreported = true;
  const gone = { ...OK, deleted: true };
  it.each<State>([
    [
      'that no node takes',
      podOf([app({})], { phase: 'Pending', conditions: '!PodScheduled:Unschedulable', unreported }),
      '0/1  Pending  0  5d',
    ],
    [
      'that is held back from scheduling',
      podOf([app({})], { phase: 'Pending', conditions: '!PodScheduled:SchedulingGated', unreported }),
      '0/1  SchedulingGated  0  5d',
    ],
    ['that is told to go', podOf([app(running())], gone), '1/1  Terminating  0  5d'],
    ['that crashes, and is told to go', podOf([app(waiting('CrashLoopBackOff'))], gone), '0/1  Terminating  0  5d'],
    [
      'that is told to go while it starts',
      podOf([init(running()), idle()], { ...PENDING, deleted: true }),
      '0/1  Terminating  0  5d',
    ],
    [
      'that was done when it was told to go',
      podOf([app(completed())], { ...SUCCEEDED, deleted: true }),
      '0/1  Completed  0  5d',
    ],
    [
      'that had failed when it was told to go',
      podOf([app(failed())], { ...FAILED, deleted: true }),
      '0/1  Error  0  5d',
    ],
    ['whose node is lost, told to go', podOf([app(running())], { ...gone, reason: 'NodeLost' }), '1/1  Unknown  0  5d'],
    [
      'whose node is lost, done and told to go',
      podOf([app(completed())], { ...SUCCEEDED, deleted: true, reason: 'NodeLost' }),
      '0/1  Unknown  0  5d',
    ],
    [
      'whose node is lost, not told to go',
      podOf([app(running())], { ...NOT_OK, reason: 'NodeLost' }),
      '1/1  NodeLost  0  5d',
    ],
    ['that was evicted', podOf([app({})], { phase: 'Failed', reason: 'Evicted', unreported }), '0/1  Evicted  0  5d'],
    [
      'that was evicted, its container’s end known',
      podOf([app(failed())], { ...FAILED, reason: 'Evicted' }),
      '0/1  Error  0  5d',
    ],
    [
      'that its node would not take',
      podOf([app({})], { phase: 'Failed', reason: 'NodeAffinity', unreported }),
      '0/1  NodeAffinity  0  5d',
    ],
    [
      'whose node was shut down',
      podOf([app({})], { phase: 'Failed', reason: 'Shutdown', unreported }),
      '0/1  Shutdown  0  5d',
    ],
    ['whose node does not answer', podOf([app(running())], { phase: 'Unknown' }), '1/1  Unknown  0  5d'],
    ['that is new', podOf([app(running())], { ...OK, created: ago(7) }), '1/1  Running  0  7s'],
    ['that is old', podOf([app(running())], { ...OK, created: '2022-12-01T12:00:00Z' }), '1/1  Running  0  3y91d'],
    ['whose age is not known', podOf([app(running())], { ...OK, created: '' }), '1/1  Running  0  <unknown>'],
  ])('%s', (_, pod, expected) => expect(line(pod)).toBe(expected));
});

it('an object without a status has cells, too', () => {
  expect(printedPod(podOf([], { phase: '' }), NOW)).toEqual({ ready: '0/0', status: '', restarts: '0', age: '5d' });
});
