import { expect, test } from 'vitest';
import { fieldText, jsonFields } from '../../../server/src/cluster/json.ts';
import type { Kubectl } from '../../../server/src/cluster/kubectl.ts';
import { problemOf } from '../../../server/src/cluster/problem.ts';
import { collectRunning } from '../../../server/src/cluster/running-workloads.ts';
import { podsOfWorkload } from '../../../server/src/cluster/workload-pods.ts';
import type { Cluster } from '../../stand-in/cluster.ts';
import { expire } from '../../stand-in/gates.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { atDesk } from './at-desk.ts';
import { rejection } from './desk.ts';

const NAMES = Array.from({ length: 501 }, (_, index) => `web-${String(index).padStart(3, '0')}`);
const PODS = NAMES.map((name) => runningPod(name, ['app']));

const at = atDesk('newest');

/** The kubectl of a cluster that forgets so many times how to go on with its pods, and what happens there meanwhile. */
async function forgetful(times: number, happens: (cluster: Cluster) => void = () => {}): Promise<Kubectl> {
  const kubectl = await at.start({ objects: PODS });
  at.cluster.gates.push(expire(/\/pods$/, times, () => happens(at.cluster)));
  return kubectl;
}

test('who is shown pods sees each of them once, though the cluster forgets how to go on with them', async () => {
  const kubectl = await forgetful(2, ({ store }) => store.put(runningPod('web-000a', ['app'])));
  const place = { context: 'test', namespace: 'default' };
  const names: unknown[] = [];
  for await (const pods of podsOfWorkload(kubectl, place, undefined, {}))
    names.push(...pods.map(({ metadata }) => fieldText(jsonFields(metadata).name)));
  expect(names.sort()).toEqual([...NAMES, 'web-000a'].sort());
});

test('an audit is of the pods as they were at one moment', async () => {
  const kubectl = await forgetful(1, ({ store }) =>
    store.put(runningPod('web-000', ['app'], { images: { app: 'busybox:1.36' } })),
  );
  const seen: number[] = [];
  const { groups } = await collectRunning(
    kubectl,
    { context: 'test', namespace: 'default' },
    { progress: (pods) => seen.push(pods) },
  );
  expect(seen).toEqual([500, 500, 501]);
  expect(groups.filter(({ names }) => names.includes('web-000')).map(({ spec }) => spec.containers[0]?.image)).toEqual([
    'busybox:1.36',
  ]);
  expect(groups.reduce((sum, { pods }) => sum + pods, 0)).toBe(501);
});

test('a list that the cluster forgets each time is given up, and that is said', async () => {
  const kubectl = await forgetful(Number.POSITIVE_INFINITY);
  const place = { context: 'test', namespace: 'default' };
  const error = await rejection(collectRunning(kubectl, place));
  expect(problemOf(error)?.message).toBe(
    'Reading a list from the cluster of the context "test" took too long: the list expired several times before it was complete. Choose one namespace, or try again from a machine closer to the cluster.',
  );
  expect(at.cluster.requests.filter(({ resource }) => resource === 'pods')).toHaveLength(8);
});
