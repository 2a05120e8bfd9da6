import { expect, test } from 'vitest';
import { collectRunning } from '../../../server/src/cluster/running-workloads.ts';
import { controller, ownedBy } from '../../scenarios/controllers.ts';
import { hang } from '../../stand-in/gates.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { atDesk } from './at-desk.ts';
import { rejection } from './desk.ts';

const at = atDesk('newest');

test('controllers that pods of two kinds name alike are asked for once', async () => {
  const podOf = (name: string, apiVersion: string) => runningPod(name, ['app'], ownedBy(apiVersion, 'Job', 'once'));
  const objects = [podOf('a', 'batch/v1'), podOf('b', 'example.com/v1'), controller('batch/v1', 'Job', 'once')];
  const { groups } = await collectRunning(await at.start({ objects }), { context: 'test', namespace: undefined });
  expect(groups).toHaveLength(2);
  expect(at.cluster.requests.filter(({ resource }) => resource === 'jobs')).toHaveLength(1);
});

test('pods stop coming when the request is cancelled', async () => {
  const kubectl = await at.start({ objects: [runningPod('a', ['app'])], gates: [hang(/\/pods$/)] });
  const stop = new AbortController();
  const place = { context: 'test', namespace: undefined };
  const collected = rejection(collectRunning(kubectl, place, { signal: stop.signal }));
  await at.cluster.asked(/\/pods$/);
  stop.abort(new Error('enough'));
  expect(await collected).toEqual(new Error('enough'));
});
