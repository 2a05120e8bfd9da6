import { expect, it, onTestFinished } from 'vitest';
import { problemOf } from '../../../server/src/cluster/problem.ts';
import { watchRunning } from '../../../server/src/cluster/watch-running.ts';
import { controller, ownedBy } from '../../scenarios/controllers.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { ApiError } from '../../stand-in/status.ts';
import { atDesk } from './at-desk.ts';

const at = atDesk('newest');

it('says what could not be read later, and goes on when it can be read again', async () => {
  const podOf = (name: string) => runningPod(name, ['app'], ownedBy('apps/v1', 'ReplicaSet', 'web'));
  let isBroken = false;
  const kubectl = await at.start({
    objects: [podOf('web-a'), controller('apps/v1', 'ReplicaSet', 'web')],
    gates: [
      async ({ resource }) => {
        if (isBroken && resource === 'replicasets') throw new ApiError(500, 'InternalError', 'etcdserver: no leader');
      },
    ],
  });
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const pods: (number | undefined)[] = [];
  const failures: (string | undefined)[] = [];
  const place = { context: 'test', namespace: 'default' };
  const failed = (error: unknown): void => void failures.push(problemOf(error)?.message);
  const reading = async (): Promise<void> => {
    for await (const { groups } of watchRunning(kubectl, place, { signal: stop.signal, failed }))
      pods.push(groups[0]?.pods);
  };
  void reading();
  await expect.poll(() => pods).toEqual([1]);
  isBroken = true;
  at.cluster.store.put(podOf('web-b'));
  await expect
    .poll(() => failures)
    .toEqual(['kubectl failed: Error from server (InternalError): etcdserver: no leader']);
  isBroken = false;
  // No pod changes any more.
  await expect.poll(() => pods).toEqual([1, 2]);
});
