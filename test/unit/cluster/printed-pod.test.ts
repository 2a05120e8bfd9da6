import { describe, expect, it } from 'vitest';
import {
  ago,
  app,
  CREATING,
  completed,
  exited,
  FAILED,
  failed,
  idle,
  init,
  killed,
  lineOf,
  podOf,
  READY,
  type Row,
  running,
  STARTING,
  SUCCEEDED,
  UNREADY,
  waiting,
} from './api-pod';

describe('kubectl get pods of a pod without init containers', () => {
  it.each<Row>([
    ['runs', podOf([app(running())], READY), '1/1  Running  0  5d'],
    ['runs beside another', podOf([app(running()), app(running())], READY), '2/2  Running  0  5d'],
    ['is not ready', podOf([app(running(), { ready: false })], UNREADY), '0/1  Running  0  5d'],
    [
      'half of which is ready',
      podOf([app(running()), app(running(), { ready: false })], UNREADY),
      '1/2  Running  0  5d',
    ],
    ['is held up by a readiness gate', podOf([app(running())], UNREADY), '1/1  Running  0  5d'],
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
      podOf([app(waiting('CrashLoopBackOff')), app(waiting('ImagePullBackOff'))], UNREADY),
      '0/2  CrashLoopBackOff  0  5d',
    ],
    ['waits without a reason', podOf([app(waiting())], CREATING), '0/1  Pending  0  5d'],
    ['waits for the kubelet', podOf([app({})], { ...CREATING, unreported: true }), '0/1  Pending  0  5d'],
  ])('%s', (_, pod, expected) => expect(lineOf(pod)).toBe(expected));
});

describe('kubectl get pods of a pod whose containers have ended', () => {
  it.each<Row>([
    ['succeeded', podOf([app(completed())], SUCCEEDED), '0/1  Completed  0  5d'],
    ['succeeded without the runtime’s reason', podOf([app(exited(0))], SUCCEEDED), '0/1  ExitCode:0  0  5d'],
    ['failed', podOf([app(failed())], FAILED), '0/1  Error  0  5d'],
    ['ran out of memory', podOf([app(exited(137, 'OOMKilled'))], FAILED), '0/1  OOMKilled  0  5d'],
    ['failed without a reason', podOf([app(exited(3))], FAILED), '0/1  ExitCode:3  0  5d'],
    ['was killed', podOf([app(killed(9))], FAILED), '0/1  Signal:9  0  5d'],
    ['could not be started', podOf([app(exited(128, 'StartError'))], FAILED), '0/1  StartError  0  5d'],
    ['succeeded, its statuses lost', podOf([app({})], { ...SUCCEEDED, unreported: true }), '0/1  Succeeded  0  5d'],
    ['failed, its statuses lost', podOf([app({})], { ...FAILED, unreported: true }), '0/1  Failed  0  5d'],
    ['has one container left, and is ready', podOf([app(completed()), app(running())], READY), '1/2  Running  0  5d'],
    [
      'has one container left, and is not ready',
      podOf([app(completed()), app(running())], UNREADY),
      '1/2  NotReady  0  5d',
    ],
    [
      'has one container left that is not ready itself',
      podOf([app(completed()), app(running(), { ready: false })], UNREADY),
      '0/2  Completed  0  5d',
    ],
    ['has one container left, after a failure', podOf([app(failed()), app(running())], UNREADY), '1/2  Error  0  5d'],
    [
      'has an ended container that still counts as ready',
      podOf([app(completed(), { ready: true }), app(running())], READY),
      '1/2  Running  0  5d',
    ],
    ['has just succeeded, and still counts as ready', podOf([app(completed())], READY), '0/1  Completed  0  5d'],
    ['failed in its second container', podOf([app(completed()), app(failed())], FAILED), '0/2  Error  0  5d'],
    [
      'failed in its second container, while a third runs',
      podOf([app(completed()), app(killed(11)), app(running())], UNREADY),
      '1/3  Signal:11  0  5d',
    ],
    [
      'failed in its second container, and is ready all the same',
      podOf([app(completed()), app(failed()), app(running())], READY),
      '1/3  Running  0  5d',
    ],
    [
      'failed twice: the first is shown',
      podOf([app(completed()), app(exited(137, 'OOMKilled')), app(failed())], FAILED),
      '0/3  OOMKilled  0  5d',
    ],
  ])('%s', (_, pod, expected) => expect(lineOf(pod)).toBe(expected));
});

describe('kubectl get pods before Kubernetes 1.35 hides a failure behind a success', () => {
  it.each<Row>([
    ['at the end', podOf([app(completed()), app(failed())], FAILED), '0/2  Completed  0  5d'],
    [
      'while a third container runs',
      podOf([app(completed()), app(killed(11)), app(running())], UNREADY),
      '1/3  NotReady  0  5d',
    ],
    ['but not in the first container', podOf([app(failed()), app(completed())], FAILED), '0/2  Error  0  5d'],
  ])('%s', (_, pod, expected) => expect(lineOf(pod, 34)).toBe(expected));
});

describe('kubectl get pods of a pod', () => {
  const unreported = true;
  const gone = { ...READY, deleted: true };
  it.each<Row>([
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
      podOf([init(running()), idle()], { ...STARTING, deleted: true }),
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
    [
      'that is told to go with a reason of its own',
      podOf([app(running())], { ...gone, reason: 'Evicted' }),
      '1/1  Terminating  0  5d',
    ],
    ['whose node is lost, told to go', podOf([app(running())], { ...gone, reason: 'NodeLost' }), '1/1  Unknown  0  5d'],
    [
      'whose node is lost, done and told to go',
      podOf([app(completed())], { ...SUCCEEDED, deleted: true, reason: 'NodeLost' }),
      '0/1  Unknown  0  5d',
    ],
    [
      'whose node is lost, not told to go',
      podOf([app(running())], { ...UNREADY, reason: 'NodeLost' }),
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
    ['that is new', podOf([app(running())], { ...READY, created: ago(7) }), '1/1  Running  0  7s'],
    ['that is old', podOf([app(running())], { ...READY, created: '2022-12-01T12:00:00Z' }), '1/1  Running  0  3y91d'],
    ['whose age is not known', podOf([app(running())], { ...READY, created: '' }), '1/1  Running  0  <unknown>'],
  ])('%s', (_, pod, expected) => expect(lineOf(pod)).toBe(expected));
});

it('kubectl get pods of a pod that no kubelet has seen yet', () => {
  const pod = { metadata: { name: 'web', namespace: 'shop' }, spec: { containers: [{ name: 'app' }] } };
  expect(lineOf(pod)).toBe('0/1    0  <unknown>');
});
