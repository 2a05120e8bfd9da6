import { describe, expect, it } from 'vitest';
import {
  app,
  CREATING,
  completed,
  done,
  exited,
  failed,
  idle,
  init,
  killed,
  lineOf,
  next,
  podOf,
  READY,
  type Row,
  restarted,
  running,
  STARTING,
  SUCCEEDED,
  sidecar,
  UNREADY,
  waiting,
} from './api-pod';

describe('kubectl get pods of a pod with init containers', () => {
  it.each<Row>([
    ['is in the first of two', podOf([init(running()), next(), idle()], STARTING), '0/1  Init:0/2  0  5d'],
    ['is in the second of two', podOf([done(), init(running()), idle()], STARTING), '0/1  Init:1/2  0  5d'],
    ['is before its first', podOf([next(), idle()], STARTING), '0/1  Init:0/1  0  5d'],
    ['waits without a reason', podOf([init(waiting()), idle()], STARTING), '0/1  Init:0/1  0  5d'],
    ['is through with them', podOf([done(), done(), idle()], CREATING), '0/1  PodInitializing  0  5d'],
    ['runs', podOf([done(), app(running())], READY), '1/1  Running  0  5d'],
    [
      'starts again and again',
      podOf([init(waiting('CrashLoopBackOff'), restarted(4, 45)), idle()], STARTING),
      '0/1  Init:CrashLoopBackOff  4 (45s ago)  5d',
    ],
    [
      'lacks an image of theirs',
      podOf([done(), init(waiting('ImagePullBackOff')), next(), idle()], STARTING),
      '0/1  Init:ImagePullBackOff  0  5d',
    ],
    ['failed in one', podOf([init(failed()), idle()], STARTING), '0/1  Init:Error  0  5d'],
    ['failed without a reason', podOf([init(exited(1)), idle()], STARTING), '0/1  Init:ExitCode:1  0  5d'],
    ['was killed in one', podOf([init(killed(9)), idle()], STARTING), '0/1  Init:Signal:9  0  5d'],
    ['ran out of memory', podOf([init(exited(137, 'OOMKilled')), idle()], STARTING), '0/1  Init:OOMKilled  0  5d'],
    ['has two containers to come', podOf([init(running()), idle(), idle()], STARTING), '0/2  Init:0/1  0  5d'],
    [
      'does not count a container before its turn',
      podOf([init(running()), app(running())], STARTING),
      '0/1  Init:0/1  0  5d',
    ],
    [
      'had an init container run again by a new sandbox, with its containers going on',
      podOf([init(running()), app(running())], READY),
      '1/1  Init:0/1  0  5d',
    ],
  ])('%s', (_, pod, expected) => expect(lineOf(pod)).toBe(expected));
});

describe('kubectl get pods of a pod with native sidecars', () => {
  const starting = { started: false, ready: false };
  it.each<Row>([
    ['runs', podOf([sidecar(running()), app(running())], READY), '2/2  Running  0  5d'],
    [
      'has a sidecar that is not ready',
      podOf([sidecar(running(), { ready: false }), app(running())], UNREADY),
      '1/2  Running  0  5d',
    ],
    ['waits for its sidecar', podOf([sidecar(running(), starting), idle()], STARTING), '0/2  Init:0/1  0  5d'],
    [
      'has a sidecar before the init container that runs',
      podOf([sidecar(running()), init(running()), idle()], STARTING),
      '1/2  Init:1/2  0  5d',
    ],
    [
      'has a sidecar that never starts',
      podOf([sidecar(waiting('CrashLoopBackOff'), restarted(2, 600)), idle()], STARTING),
      '0/2  Init:CrashLoopBackOff  2 (10m ago)  5d',
    ],
    [
      'has a sidecar that crashed while it ran',
      podOf([sidecar(waiting('CrashLoopBackOff'), restarted(6, 60)), app(running())], UNREADY),
      '1/2  Init:CrashLoopBackOff  6 (60s ago)  5d',
    ],
    [
      'has a sidecar that failed just now',
      podOf([sidecar(failed()), app(running())], UNREADY),
      '1/2  Init:Error  0  5d',
    ],
    [
      'has a first sidecar that crashed: the second is not looked at',
      podOf([sidecar(waiting('CrashLoopBackOff')), sidecar(running()), app(running())], UNREADY),
      '1/3  Init:CrashLoopBackOff  0  5d',
    ],
    [
      'has a sidecar and a container that crashed',
      podOf([sidecar(failed()), app(waiting('CrashLoopBackOff'))], UNREADY),
      '0/2  CrashLoopBackOff  0  5d',
    ],
    [
      'has a sidecar that has gone, ready as init containers then are',
      podOf([sidecar(completed(), { ready: true }), app(running())], READY),
      '1/2  Running  0  5d',
    ],
    ['is done, its sidecar ended', podOf([sidecar(completed()), app(completed())], SUCCEEDED), '0/2  Completed  0  5d'],
    [
      'is done, its sidecar killed at the end',
      podOf([sidecar(exited(137, 'Error')), app(completed())], SUCCEEDED),
      '0/2  Completed  0  5d',
    ],
    [
      'is done, its sidecar still there',
      podOf([sidecar(running()), app(completed())], UNREADY),
      '1/2  Completed  0  5d',
    ],
  ])('%s', (_, pod, expected) => expect(lineOf(pod)).toBe(expected));
});

describe('kubectl get pods counts restarts', () => {
  it.each<Row>([
    ['of one container', podOf([app(running(), restarted(3, 300))], READY), '1/1  Running  3 (5m ago)  5d'],
    [
      'of all containers, with the last time',
      podOf([app(running(), restarted(3, 300)), app(running(), restarted(2, 7200))], READY),
      '2/2  Running  5 (5m ago)  5d',
    ],
    ['of which no time is known', podOf([app(running(), restarted(3))], READY), '1/1  Running  3  5d'],
    [
      'not at all, though one had ended before',
      podOf([app(running(), restarted(0, 300))], READY),
      '1/1  Running  0  5d',
    ],
    [
      'of init containers, while they run',
      podOf([init(completed(), restarted(1, 900)), init(running(), restarted(2, 300)), idle()], STARTING),
      '0/1  Init:1/2  3 (5m ago)  5d',
    ],
    [
      'of init containers up to the one that runs',
      podOf([init(running(), restarted(2, 300)), init(waiting('PodInitializing'), restarted(4, 60)), idle()], STARTING),
      '0/1  Init:0/2  2 (5m ago)  5d',
    ],
    [
      'not of containers, while init containers run',
      podOf([init(running()), app(waiting('PodInitializing'), restarted(7, 60))], STARTING),
      '0/1  Init:0/1  0  5d',
    ],
    [
      'not of init containers afterwards',
      podOf([init(completed(), restarted(5, 60)), app(running(), restarted(1, 300))], READY),
      '1/1  Running  1 (5m ago)  5d',
    ],
    [
      'of native sidecars also afterwards',
      podOf([sidecar(running(), restarted(2, 60)), app(running(), restarted(1, 300))], READY),
      '2/2  Running  3 (60s ago)  5d',
    ],
    [
      'whose last time lies ahead, by the clock here',
      podOf([app(running(), restarted(1, -30))], READY),
      '1/1  Running  1 (<invalid> ago)  5d',
    ],
  ])('%s', (_, pod, expected) => expect(lineOf(pod)).toBe(expected));
});
