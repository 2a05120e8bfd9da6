import { expect, test } from 'vitest';
import { runningImages } from '../../server/src/cluster/running-images.ts';
import type { RunningImage, WorkloadAt } from '../../server/src/protocol.ts';
import { atScenario } from '../server/kubectl/at-desk.ts';
import { rejection } from '../server/kubectl/desk.ts';
import { fieldsOf, type KubeObject, records } from '../stand-in/objects.ts';
import { runningPod } from '../stand-in/pods.ts';
import type { Denied } from './rights.ts';

const ID = `nginx@sha256:${'a'.repeat(64)}`;
const WEB: WorkloadAt = { kind: 'Deployment', name: 'web', labels: { app: 'web' }, container: 'web' };

/** A pod of `web` whose containers the runtime has a name for. */
function pod(name: string, { node, labels = { app: 'web' }, ...metadata }: Record<string, unknown> = {}): KubeObject {
  const made = runningPod(name, ['web', 'log'], {
    namespace: 'shop',
    labels: labels as Record<string, string>,
    images: { web: 'nginx:1.27' },
  });
  const status = fieldsOf(made.status);
  const statuses = records(status.containerStatuses).map((one) => ({ ...one, imageID: one.name === 'web' ? ID : '' }));
  return {
    ...made,
    metadata: { ...made.metadata, ...metadata },
    spec: { ...fieldsOf(made.spec), nodeName: node ?? 'node-1' },
    status: { ...status, containerStatuses: statuses },
  };
}

function node(name: string, architecture: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: { nodeInfo: { operatingSystem: 'linux', architecture } },
  };
}

const at = atScenario('newest');

async function read(objects: KubeObject[], workload = WEB, mayNot: Denied[] = []): Promise<RunningImage[]> {
  const kubectl = await at.start({ objects, mayNot });
  return runningImages(kubectl, { context: 'test', namespace: at.cluster.own('shop') }, workload, {});
}

test('each pod of the workload tells what its container runs, and its node for which platform', async () => {
  const objects = [pod('a'), pod('b', { node: 'node-2' }), pod('other', { labels: { app: 'other' } })];
  const nodes = [node('node-1', 'amd64'), node('node-2', 'arm64')];
  expect(await read([...objects, ...nodes])).toEqual([
    { image: 'nginx:1.27', imageId: ID, platform: 'linux/amd64' },
    { image: 'nginx:1.27', imageId: ID, platform: 'linux/arm64' },
  ]);
});

test('a pod of its own is found by its name', async () => {
  expect(await read([pod('a'), pod('b')], { ...WEB, kind: 'Pod', name: 'b', labels: {} })).toHaveLength(1);
});

test('what is told to go, and what is not there yet, does not count', async () => {
  expect(await read([pod('a', { deletionTimestamp: '2026-01-01T00:00:00Z' })])).toEqual([]);
  expect(await read([pod('a')], { ...WEB, container: 'log' })).toEqual([]);
});

test('who may not read nodes still learns the images', async () => {
  expect(await read([pod('a'), node('node-1', 'amd64')], WEB, [{ verb: 'list', resource: 'nodes' }])).toEqual([
    { image: 'nginx:1.27', imageId: ID },
  ]);
});

test('who may not read pods is told so', async () => {
  expect(await rejection(read([pod('a')], WEB, [{ verb: 'list', resource: 'pods' }]))).toMatchObject({
    name: 'KubectlError',
  });
});
