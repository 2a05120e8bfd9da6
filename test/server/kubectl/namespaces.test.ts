import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { namespacesOf } from '../../../client/src/kubectl/namespaces.ts';
import { problemOf } from '../../../client/src/kubectl/problem.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../../cluster/cluster.ts';
import { forbid } from '../../cluster/gates.ts';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { Desk, rejection } from './desk.ts';

describe.each(['oldest', 'newest'] as const)('namespaces by the %s kubectl', (age) => {
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

  async function start(options: ClusterOptions): Promise<void> {
    cluster = await startCluster(options);
  }

  test('come in chunks, and all of them', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => `team-${String(index).padStart(4, '0')}`);
    await start({ namespaces: names });
    expect(await namespacesOf(desk.kubectl([cluster.kubeconfig]), 'test')).toEqual({
      names: ['default', ...names],
      isForbidden: false,
    });
    expect(cluster.requests.map(({ query }) => query.get('limit'))).toEqual(['500', '500', '500']);
  });

  test('are those that contexts of the same cluster name, where they may not be listed', async () => {
    const contexts = [
      { name: 'test', namespace: 'web' },
      { name: 'b', namespace: 'api' },
      { name: 'c', namespace: 'Not OK' },
    ];
    await start({ contexts, gates: [forbid(/\/namespaces$/)] });
    const other = {
      contexts: [{ name: 'other', context: { cluster: 'another', user: 'me', namespace: 'elsewhere' } }],
    };
    const files = [cluster.kubeconfig, await desk.write('other', JSON.stringify(other))];
    for (const context of ['test', '']) {
      expect(await namespacesOf(desk.kubectl(files), context)).toEqual({
        names: ['api', 'default', 'web'],
        isForbidden: true,
      });
    }
  });

  test('are no guess where the cluster does not know who asks', async () => {
    await start({ token: 'good', user: { token: 'expired' } });
    const expired = await rejection(namespacesOf(desk.kubectl([cluster.kubeconfig]), 'test'));
    expect(problemOf(expired)?.kind).toBe('unauthorized');
    await cluster.close();
    await start({ gates: [forbid(/./, 'system:anonymous')] });
    expect(problemOf(await rejection(namespacesOf(desk.kubectl([cluster.kubeconfig]), 'test')))).toMatchObject({
      kind: 'unauthorized',
      message:
        'The kubeconfig has no credentials for the context "test", so the cluster does not know who you are. Log in again, or get a new kubeconfig.',
    });
  });
});
