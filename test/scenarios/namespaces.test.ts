import { describe, expect, test } from 'vitest';
import { namespacesOf } from '../../server/src/cluster/namespaces.ts';
import { serverMinorOf } from '../../server/src/cluster/server-version.ts';
import { atScenario } from '../server/kubectl/at-desk.ts';

describe.each(['oldest', 'newest'] as const)('namespaces by the %s kubectl', (age) => {
  const at = atScenario(age);

  test('are those of the cluster', async () => {
    const kubectl = await at.start({ namespaces: ['shop', 'bank'] });
    const { names, isForbidden } = await namespacesOf(kubectl, 'test');
    expect(isForbidden).toBe(false);
    expect(names).toEqual(expect.arrayContaining(['default', 'shop', 'bank'].map(at.cluster.own)));
    expect(names).toEqual([...names].sort());
  });

  test('are those that contexts of the same cluster name, where they may not be listed', async () => {
    const contexts = [
      { name: 'test', namespace: 'web' },
      { name: 'b', namespace: 'api' },
      { name: 'c', namespace: 'Not OK' },
    ];
    await at.start({ contexts, mayNot: [{ verb: 'list', resource: 'namespaces' }] });
    const elsewhere = { cluster: 'another', user: 'me', namespace: 'elsewhere' };
    const other = await at.desk.write('other', JSON.stringify({ contexts: [{ name: 'other', context: elsewhere }] }));
    const kubectl = at.desk.kubectl([at.cluster.kubeconfig, other]);
    for (const context of ['test', '']) {
      expect(await namespacesOf(kubectl, context)).toEqual({
        names: ['default', ...['api', 'web'].map(at.cluster.own)].sort(),
        isForbidden: true,
      });
    }
  });

  test('are in a cluster whose age is known', async () => {
    expect(await serverMinorOf(await at.start(), 'test', {})).toBe(at.cluster.minor);
  });
});
