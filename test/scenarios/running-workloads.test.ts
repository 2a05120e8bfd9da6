import { describe, expect, test } from 'vitest';
import type { RunningGroup, RunningState } from '../../server/src/audit/running';
import { collectRunning } from '../../server/src/cluster/running-workloads.ts';
import { atScenario } from '../server/kubectl/at-desk.ts';
import type { KubeObject } from '../stand-in/objects.ts';
import { runningPod } from '../stand-in/pods.ts';
import { controller, ownedBy } from './controllers.ts';
import type { Denied } from './rights.ts';

interface Owned {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

function podOf(apiVersion: string, kind: string, owner: string, name: string, more: Owned = {}): KubeObject {
  return runningPod(name, ['app'], { ...more, ...ownedBy(apiVersion, kind, owner) });
}

function owned(apiVersion: string, kind: string, name: string): object {
  return { metadata: ownedBy(apiVersion, kind, name) };
}

/** Whom each group's pods belong to, and what they were made from. */
function origins({ groups }: RunningState): string[] {
  return groups.map(({ workload, template, names, isOutdated }: RunningGroup) => {
    const from = template.from === 'unknown' ? template.reason : template.from === 'owner' ? template.kind : 'itself';
    return `${names.join()}: ${workload.kind} ${workload.name}, ${isOutdated ? 'an older one: ' : ''}${from}`;
  });
}

const at = atScenario('newest');

/** @param place a namespace of the scenario */
async function collect(objects: readonly KubeObject[], mayNot: readonly Denied[] = [], place = 'default') {
  const kubectl = await at.start({ objects, mayNot });
  return collectRunning(kubectl, { context: 'test', namespace: at.cluster.own(place) });
}

describe('what pods were made from', () => {
  test('is the template of their controller; people know them by what is above it', async () => {
    const running = await collect([
      podOf('apps/v1', 'ReplicaSet', 'web-7f', 'a'),
      controller('apps/v1', 'ReplicaSet', 'web-7f', owned('apps/v1', 'Deployment', 'web')),
      podOf('batch/v1', 'Job', 'nightly-1', 'b'),
      controller('batch/v1', 'Job', 'nightly-1', owned('batch/v1', 'CronJob', 'nightly')),
      podOf('batch/v1', 'Job', 'once', 'c'),
      controller('batch/v1', 'Job', 'once'),
      podOf('apps/v1', 'ReplicaSet', 'bare', 'd'),
      controller('apps/v1', 'ReplicaSet', 'bare', { metadata: { generation: 1 } }),
    ]);
    expect(origins(running)).toEqual([
      'a: Deployment web, ReplicaSet',
      'b: CronJob nightly, Job',
      'c: Job once, Job',
      'd: ReplicaSet bare, ReplicaSet',
    ]);
    expect(running.limits).toEqual([]);
  });

  test('is the pods themselves where no controller, or only the kubelet, has made them', async () => {
    const annotations = { 'kubernetes.io/config.mirror': 'x' };
    expect(
      origins(await collect([runningPod('own', ['app']), podOf('v1', 'Node', 'node-1', 'etcd', { annotations })])),
    ).toEqual(['etcd: Pod etcd, itself', 'own: Pod own, itself']);
  });

  test('is not known of custom kinds, and of controllers that are gone', async () => {
    expect(
      origins(
        await collect([
          podOf('argoproj.io/v1alpha1', 'Workflow', 'build', 'a'),
          podOf('example.com/v1', 'Job', 'once', 'b'),
          controller('batch/v1', 'Job', 'once'),
          podOf('batch/v1', 'Job', 'gone', 'c'),
        ]),
      ),
    ).toEqual([
      'a: Workflow build, the template of a Workflow is not known',
      'b: Job once, the template of a Job is not known',
      'c: Job gone, its Job "gone" no longer exists',
    ]);
  });

  test('is not known where it may not be read; a Deployment has a name all the same', async () => {
    const labels = { 'pod-template-hash': '7f' };
    const mayNot: Denied[] = [{ verb: 'list', resource: 'replicasets' }];
    const running = await collect([podOf('apps/v1', 'ReplicaSet', 'web-7f', 'a', { labels })], mayNot);
    expect(origins(running)).toEqual(['a: Deployment web, you may not read its ReplicaSet']);
    expect(running.limits[0]).toContain('You may not list replicasets');
  });
});

describe('pods', () => {
  test('that are alike are one group, which counts their images', async () => {
    const imageID = (digit: string): string => `busybox@sha256:${digit.repeat(64)}`;
    const withImage = (pod: KubeObject, id: string): KubeObject => ({
      ...pod,
      status: { containerStatuses: [{ name: 'app', imageID: id, state: { running: {} } }] },
    });
    const pods = ['a', 'b', 'c', 'd'].map((name, index) =>
      withImage(podOf('batch/v1', 'Job', 'once', name), imageID(index === 3 ? '2' : '1')),
    );
    const { groups } = await collect([...pods, controller('batch/v1', 'Job', 'once')]);
    expect(groups).toMatchObject([
      {
        pods: 4,
        names: ['a', 'b', 'c'],
        statuses: [{ name: 'app', running: 4, ended: 0, images: { [imageID('1')]: 3, [imageID('2')]: 1 } }],
      },
    ]);
  });

  test('that are told to go have images that count no more', async () => {
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    const pods = [runningPod('a', ['app']), runningPod('b', ['app'])];
    const status = { containerStatuses: [{ name: 'app', imageID: 'busybox@sha256:1', state: { running: {} } }] };
    const objects = pods.map((pod, index) => ({
      ...pod,
      status,
      metadata: { ...pod.metadata, ...(index === 1 && { deletionTimestamp }) },
    }));
    const { groups } = await collect(objects);
    expect(groups.map(({ statuses }) => statuses[0])).toEqual([
      { name: 'app', running: 1, ended: 0, images: { 'busybox@sha256:1': 1 } },
      { name: 'app', running: 1, ended: 0, images: {} },
    ]);
  });

  test('that are over are left out', async () => {
    const over = ['Succeeded', 'Failed'].map((phase) => ({
      ...runningPod(phase.toLowerCase(), ['app']),
      status: { phase },
    }));
    expect((await collect([runningPod('own', ['app']), ...over])).groups).toHaveLength(1);
  });

  test('of one namespace need no right beyond it', async () => {
    const objects = [runningPod('a', ['app'], { namespace: 'shop' }), runningPod('b', ['app'])];
    const mayNot = ['pods', 'namespaces'].map((resource): Denied => ({ verb: 'list', resource, isForAllOnly: true }));
    const labels = { 'istio-injection': 'enabled' };
    const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } };
    const running = await collect([...objects, shop], mayNot, 'shop');
    const name = at.cluster.own('shop');
    expect(running).toMatchObject({ namespace: name, limits: [], namespaces: [{ name, labels }] });
    expect(origins(running)).toEqual(['a: Pod a, itself']);
  });
});
