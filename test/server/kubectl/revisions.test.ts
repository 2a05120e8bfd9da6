import { describe, expect, test } from 'vitest';
import type { RunningState } from '../../../server/src/audit/running';
import { readRunningPod } from '../../../server/src/cluster/running-pod.ts';
import { collectRunning } from '../../../server/src/cluster/running-workloads.ts';
import { forbid, type Gate } from '../../stand-in/gates.ts';
import type { KubeObject } from '../../stand-in/objects.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { atDesk } from './at-desk.ts';

const REVISION = 'deployment.kubernetes.io/revision';

/** A template whose container has this image. */
function template(image: string): object {
  return { spec: { containers: [{ name: image.replace(':', '-'), image }] } };
}

function ownedBy(apiVersion: string, kind: string, name: string): object {
  return { ownerReferences: [{ apiVersion, kind, name, uid: '1', controller: true }] };
}

function pod(kind: string, owner: string, name: string, metadata: object = {}): KubeObject {
  const apiVersion = kind === 'ReplicationController' ? 'v1' : kind === 'Job' ? 'batch/v1' : 'apps/v1';
  return runningPod(name, ['app'], { ...ownedBy(apiVersion, kind, owner), ...metadata });
}

function hash(revision: string): object {
  return { labels: { 'controller-revision-hash': revision } };
}

function replicaSet(name: string, image: string, revision?: string, above = 'web'): KubeObject {
  const annotations = revision === undefined ? {} : { [REVISION]: revision };
  const metadata = { name, annotations, ...ownedBy('apps/v1', 'Deployment', above) };
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec: { template: template(image) } };
}

function set(kind: string, name: string, image: string, more: object = {}): KubeObject {
  return { apiVersion: 'apps/v1', kind, metadata: { name }, spec: { template: template(image) }, ...more };
}

/** As the controllers write it: with a directive for the patch that it is. */
function controllerRevision(kind: string, owner: string, name: string, revision: number, image: string): KubeObject {
  const data = { spec: { template: { ...template(image), $patch: 'replace' } } };
  const metadata = { name, ...ownedBy('apps/v1', kind, owner) };
  return { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, data, revision };
}

/** The image that each group's pods were to have, or why that isn't known; those of an older template are marked. */
function made({ groups }: RunningState): string[] {
  return groups.map(({ template, names, isOutdated }) => {
    const from = template.from === 'owner' ? template.spec.containers[0]?.image : Object(template).reason;
    return `${names.join()}: ${isOutdated ? 'older, ' : ''}${from}`;
  });
}

const at = atDesk('newest');

async function collect(objects: readonly KubeObject[], gates: readonly Gate[] = []): Promise<RunningState> {
  return collectRunning(await at.start({ objects, gates }), { context: 'test', namespace: undefined });
}

describe('pods of an older template', () => {
  test('are those of a ReplicaSet that is not the newest of its Deployment', async () => {
    const running = await collect([
      set('Deployment', 'web', 'web:2'),
      replicaSet('web-1', 'web:1', '9'),
      replicaSet('web-2', 'web:2', '10'),
      pod('ReplicaSet', 'web-1', 'a'),
      pod('ReplicaSet', 'web-2', 'b'),
      // It has no pods yet.
      replicaSet('api-1', 'api:1', '1', 'api'),
      replicaSet('api-2', 'api:1', '2', 'api'),
      pod('ReplicaSet', 'api-1', 'c'),
    ]);
    expect(made(running)).toEqual(['a: older, web:1', 'b: web:2', 'c: older, api:1']);
    expect(running.limits).toEqual([]);
  });

  test('are all those of a Deployment whose rollout is paused, or has not begun', async () => {
    const objects = [
      set('Deployment', 'web', 'web:2', { spec: { paused: true, template: template('web:2') } }),
      replicaSet('web-1', 'web:1', '1'),
      pod('ReplicaSet', 'web-1', 'a'),
    ];
    expect(made(await collect(objects))).toEqual(['a: older, web:1']);
    const running = await collect(objects, [forbid(/\/deployments$/)]);
    expect(made(running)).toEqual(['a: web:1']);
    expect(running.limits).toEqual([
      'You may not list deployments, so it is not known whether a Deployment has a newer template than its pods. Ask your cluster administrator for permission to list deployments.',
    ]);
  });

  test('are those of a Job whose CronJob has been changed', async () => {
    const job = (name: string, image: string): KubeObject => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, ...ownedBy('batch/v1', 'CronJob', 'nightly') },
      spec: { template: template(image) },
    });
    const cronJob = { jobTemplate: { spec: { template: template('job:2') } } };
    const running = await collect([
      { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly' }, spec: cronJob },
      job('nightly-1', 'job:1'),
      job('nightly-2', 'job:2'),
      pod('Job', 'nightly-1', 'a'),
      pod('Job', 'nightly-2', 'b'),
    ]);
    expect(made(running)).toEqual(['a: older, job:1', 'b: job:2']);
  });

  test('of a StatefulSet or a DaemonSet have that of their revision', async () => {
    const running = await collect([
      set('StatefulSet', 'db', 'db:2', { status: { updateRevision: 'db-b' } }),
      controllerRevision('StatefulSet', 'db', 'db-a', 1, 'db:1'),
      controllerRevision('StatefulSet', 'db', 'db-b', 2, 'db:2'),
      pod('StatefulSet', 'db', 'db-0', hash('db-a')),
      pod('StatefulSet', 'db', 'db-1', hash('db-b')),
      set('DaemonSet', 'log', 'log:2'),
      controllerRevision('DaemonSet', 'log', 'log-x', 9, 'log:1'),
      controllerRevision('DaemonSet', 'log', 'log-y', 10, 'log:2'),
      pod('DaemonSet', 'log', 'log-1', hash('x')),
      pod('DaemonSet', 'log', 'log-2', hash('y')),
      // Its controller has not seen the change yet.
      set('DaemonSet', 'net', 'net:2'),
      controllerRevision('DaemonSet', 'net', 'net-x', 1, 'net:1'),
      pod('DaemonSet', 'net', 'net-1', hash('x')),
    ]);
    expect(made(running)).toEqual([
      'db-0: older, db:1',
      'db-1: db:2',
      'log-1: older, log:1',
      'log-2: log:2',
      'net-1: older, net:1',
    ]);
    expect(running.limits).toEqual([]);
  });

  test('are known by the status of their controller where revisions may not be read', async () => {
    const rolling = { currentNumberScheduled: 2, updatedNumberScheduled: 1 };
    const done = { ...rolling, updatedNumberScheduled: 2 };
    const unseen = (kind: string, name: string, status: object): KubeObject =>
      set(kind, name, 'x', { metadata: { name, generation: 2 }, status: { observedGeneration: 1, ...status } });
    const running = await collect(
      [
        set('StatefulSet', 'db', 'db:2', { status: { updateRevision: 'db-b' } }),
        pod('StatefulSet', 'db', 'db-0', hash('db-a')),
        pod('StatefulSet', 'db', 'db-1', hash('db-b')),
        set('DaemonSet', 'log', 'log:2', { status: rolling }),
        pod('DaemonSet', 'log', 'log-1', hash('x')),
        set('DaemonSet', 'net', 'net:2', { status: done }),
        pod('DaemonSet', 'net', 'net-1', hash('x')),
        unseen('StatefulSet', 'queue', { updateRevision: 'queue-a' }),
        pod('StatefulSet', 'queue', 'queue-0', hash('queue-a')),
        unseen('DaemonSet', 'zone', done),
        pod('DaemonSet', 'zone', 'zone-1', hash('x')),
      ],
      [forbid(/\/controllerrevisions$/)],
    );
    const changed = (kind: string): string =>
      `older, the template of its ${kind} may have changed since the pod was created`;
    expect(made(running)).toEqual([
      `db-0: ${changed('StatefulSet')}`,
      'db-1: db:2',
      `log-1: ${changed('DaemonSet')}`,
      'net-1: net:2',
      `queue-0: ${changed('StatefulSet')}`,
      `zone-1: ${changed('DaemonSet')}`,
    ]);
    expect(running.limits).toEqual([
      'You may not list controllerrevisions, so the pods of older revisions of DaemonSets and StatefulSets are not compared with their template. Ask your cluster administrator for permission to list controllerrevisions.',
    ]);
  });

  test('are kept by what makes pods from its template alone, and never replaces them', async () => {
    const bare = (name: string, metadata: object): KubeObject[] => [
      set('ReplicaSet', name, 'web:2', { metadata: { name, ...metadata } }),
      pod('ReplicaSet', name, `${name}-1`, { creationTimestamp: '2026-01-02T00:00:00Z' }),
    ];
    const changes = (...times: string[]): object => ({
      generation: 3,
      managedFields: [
        ...times.map((time) => ({ time, fieldsV1: { 'f:spec': { 'f:template': {} } } })),
        // It has been scaled since.
        { time: '2026-01-09T00:00:00Z', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
      ],
    });
    const controller = { name: 'rc', generation: 2 };
    const running = await collect([
      ...bare('a', { generation: 1 }),
      ...bare('b', changes('2026-01-01T00:00:00Z')),
      ...bare('c', changes('2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z')),
      ...bare('d', { generation: 2 }),
      { ...set('ReplicationController', 'rc', 'web:2', { metadata: controller }), apiVersion: 'v1' },
      pod('ReplicationController', 'rc', 'rc-1'),
    ]);
    const changed = (kind: string): string =>
      `older, the template of its ${kind} may have changed since the pod was created`;
    expect(made(running)).toEqual([
      'a-1: web:2',
      'b-1: web:2',
      `c-1: ${changed('ReplicaSet')}`,
      `d-1: ${changed('ReplicaSet')}`,
      `rc-1: ${changed('ReplicationController')}`,
    ]);
  });
});

describe('the template of a pod that somebody picks', () => {
  const read = async (name: string, objects: readonly KubeObject[], gates: readonly Gate[] = []): Promise<unknown> => {
    const found = await readRunningPod(
      await at.start({ objects, gates }),
      { context: 'test', namespace: 'default', pod: name },
      {},
    );
    return found.template && [...found.template];
  };

  test('is that of its revision', async () => {
    const log = [
      set('DaemonSet', 'log', 'log:2', { status: { updatedNumberScheduled: 0, currentNumberScheduled: 1 } }),
      pod('DaemonSet', 'log', 'log-1', hash('x')),
    ];
    const older = controllerRevision('DaemonSet', 'log', 'log-x', 1, 'log:1');
    expect(await read('log-1', [...log, older])).toEqual(['log-1']);
    // Where that can't be read, the one of now is another.
    expect(await read('log-1', [...log, older], [forbid(/\/controllerrevisions\//)])).toBeUndefined();
    const rolledOut = { status: { updatedNumberScheduled: 1, currentNumberScheduled: 1 } };
    const done = [set('DaemonSet', 'log', 'log:2', rolledOut), ...log.slice(1)];
    expect(await read('log-1', done)).toEqual(['log-2']);
  });

  test('is not known of a ReplicaSet that has been changed since', async () => {
    const web = [set('ReplicaSet', 'web', 'web:2', { metadata: { name: 'web', generation: 2 } })];
    expect(await read('web-1', [...web, pod('ReplicaSet', 'web', 'web-1')])).toBeUndefined();
    expect(await read('web-1', [replicaSet('web', 'web:1'), pod('ReplicaSet', 'web', 'web-1')])).toEqual(['web-1']);
  });
});
