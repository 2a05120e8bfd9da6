import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { serverMinorOf } from '../../../client/src/kubectl/server-version.ts';
import { type Cluster, startCluster } from '../../cluster/cluster.ts';
import { forbid } from '../../cluster/gates.ts';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { Desk } from './desk.ts';

describe.each(['oldest', 'newest'] as const)('how old an API server is, by the %s kubectl', (age) => {
  let program: string;
  let desk: Desk;
  let cluster: Cluster;

  beforeAll(async () => {
    program = await installKubectl(age);
  }, 300_000);

  beforeEach(async () => {
    desk = await Desk.setUp(program);
  });

  afterEach(async () => {
    await cluster.close();
    await desk.clear();
  });

  const ask = () => serverMinorOf(desk.kubectl([cluster.kubeconfig]), 'test', {});

  test('is known from its version', async () => {
    cluster = await startCluster({ gitVersion: 'v1.34.1-gke.100' });
    expect(await ask()).toBe(34);
  });

  test('is new where it does not tell', async () => {
    cluster = await startCluster({ gates: [forbid(/^\/version$/)] });
    expect(await ask()).toBe(Number.POSITIVE_INFINITY);
  });
});
