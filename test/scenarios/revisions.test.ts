import { describe, expect, test } from 'vitest';
import type { RunningState } from '../../server/src/audit/running';
import { readRunningPod } from '../../server/src/cluster/running-pod.ts';
import { collectRunning } from '../../server/src/cluster/running-workloads.ts';
import { atScenario } from '../server/kubectl/at-desk.ts';
import type { KubeObject } from '../stand-in/objects.ts';
import { runningPod } from '../stand-in/pods.ts';
import { controller, ownedBy, templateOf } from './controllers.ts';
import type { Denied } from './rights.ts';

const REVISION = 'deployment.kubernetes.io/revision';

function pod(kind: string, owner: string, name: string, labels: Readonly<Record<string, string>> = {}): KubeObject {
  return runningPod(name, ['app'], { ...ownedBy(kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, owner), labels });
}

function hash(revision: string): Readonly<Record<string, string>> {
  return { 'controller-revision-hash': revision };
}

function replicaSet(name: string, image: string, revision?: string, above = 'web'): KubeObject {
  const annotations = revision === undefined ? {} : { [REVISION]: revision };
  const metadata = { annotations, ...ownedBy('apps/v1', 'Deployment', above) };
  return controller('apps/v1', 'ReplicaSet', name, { image, metadata });
}

/** @param status of a controller, which has seen the first generation of its object */
function set(kind: string, name: string, image: string, status?: object, generation = 1): KubeObject {
  const seen = { observedGeneration: 1, ...status };
  return controller('apps/v1', kind, name, { image, metadata: { generation }, ...(status && { status: seen }) });
}

/** As the controllers write it: with a directive for the patch that it is. */
function controllerRevision(kind: string, owner: string, name: string, revision: number, image: string): KubeObject {
  const data = { spec: { template: { ...templateOf(kind, owner, image), $patch: 'replace' } } };
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

const at = atScenario('newest');

async function collect(objects: readonly KubeObject[], mayNot: readonly Denied[] = []): Promise<RunningState> {
  const kubectl = await at.start({ objects, mayNot });
  return collectRunning(kubectl, { context: 'test', namespace: at.cluster.own('default') });
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
      controller('apps/v1', 'Deployment', 'web', { image: 'web:2', spec: { paused: true } }),
      replicaSet('web-1', 'web:1', '1'),
      pod('ReplicaSet', 'web-1', 'a'),
    ];
    expect(made(await collect(objects))).toEqual(['a: older, web:1']);
    const running = await collect(objects, [{ verb: 'list', resource: 'deployments' }]);
    expect(made(running)).toEqual(['a: web:1']);
    expect(running.limits).toEqual([
      'You may not list deployments, so it is not known whether a Deployment has a newer template than its pods. Ask your cluster administrator for permission to list deployments.',
    ]);
  });

  test('are those of a Job whose CronJob has been changed', async () => {
    const job = (name: string, image: string): KubeObject =>
      controller('batch/v1', 'Job', name, { image, metadata: ownedBy('batch/v1', 'CronJob', 'nightly') });
    const jobTemplate = { spec: { template: templateOf('Job', 'nightly', 'job:2') } };
    const spec = { schedule: '0 0 1 1 *', jobTemplate };
    const running = await collect([
      { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly' }, spec },
      job('nightly-1', 'job:1'),
      job('nightly-2', 'job:2'),
      pod('Job', 'nightly-1', 'a'),
      pod('Job', 'nightly-2', 'b'),
    ]);
    expect(made(running)).toEqual(['a: older, job:1', 'b: job:2']);
  });

  test('of a StatefulSet or a DaemonSet have that of their revision', async () => {
    const running = await collect([
      set('StatefulSet', 'db', 'db:2', { updateRevision: 'db-b' }),
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
    const running = await collect(
      [
        set('StatefulSet', 'db', 'db:2', { updateRevision: 'db-b' }),
        pod('StatefulSet', 'db', 'db-0', hash('db-a')),
        pod('StatefulSet', 'db', 'db-1', hash('db-b')),
        set('DaemonSet', 'log', 'log:2', rolling),
        pod('DaemonSet', 'log', 'log-1', hash('x')),
        set('DaemonSet', 'net', 'net:2', done),
        pod('DaemonSet', 'net', 'net-1', hash('x')),
        set('StatefulSet', 'queue', 'x', { updateRevision: 'queue-a' }, 2),
        pod('StatefulSet', 'queue', 'queue-0', hash('queue-a')),
        set('DaemonSet', 'zone', 'x', done, 2),
        pod('DaemonSet', 'zone', 'zone-1', hash('x')),
      ],
      [{ verb: 'list', resource: 'controllerrevisions' }],
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
});

describe('the template of a pod that the user picks', () => {
  const read = async (
    name: string,
    objects: readonly KubeObject[],
    mayNot: readonly Denied[] = [],
  ): Promise<unknown> => {
    const kubectl = await at.start({ objects, mayNot });
    const found = await readRunningPod(
      kubectl,
      { context: 'test', namespace: at.cluster.own('default'), pod: name },
      {},
    );
    return found.template && [...found.template];
  };

  test('is that of its revision', async () => {
    const log = [
      set('DaemonSet', 'log', 'log:2', { updatedNumberScheduled: 0, currentNumberScheduled: 1 }),
      pod('DaemonSet', 'log', 'log-1', hash('x')),
    ];
    const older = controllerRevision('DaemonSet', 'log', 'log-x', 1, 'log:1');
    expect(await read('log-1', [...log, older])).toEqual(['log-1']);
    // Where that can't be read, the one of now is another.
    expect(await read('log-1', [...log, older], [{ verb: 'get', resource: 'controllerrevisions' }])).toBeUndefined();
    const rolledOut = { updatedNumberScheduled: 1, currentNumberScheduled: 1 };
    const done = [set('DaemonSet', 'log', 'log:2', rolledOut), ...log.slice(1)];
    expect(await read('log-1', done)).toEqual(['log-2']);
  });
});
