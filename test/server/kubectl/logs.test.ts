import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LogOptions, logWords } from '../../../client/src/kubectl/words.ts';
import { type Cluster, startCluster } from '../../cluster/cluster.ts';
import { runningPod } from '../../cluster/pods.ts';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { Desk } from './desk.ts';

const PLACE = { context: 'test', namespace: 'shop', pod: 'web' };
/** More than kubectl follows at a time of itself. */
const CONTAINERS = ['web', 'a', 'b', 'c', 'd', 'e', 'f'];

describe.each(['oldest', 'newest'] as const)('logs with the %s kubectl', (age) => {
  let desk: Desk;
  let cluster: Cluster;

  beforeAll(async () => {
    desk = await Desk.setUp(await installKubectl(age));
    cluster = await startCluster({ objects: [runningPod('web', CONTAINERS, { namespace: 'shop' })] });
    for (const name of CONTAINERS) cluster.log('shop', 'web', name).append(`first of ${name}`);
    cluster.log('shop', 'web', 'web').startAnew().append('old', new Date('2026-01-01')).append('new').end();
    for (const name of CONTAINERS.slice(1)) cluster.log('shop', 'web', name).end();
  }, 300_000);

  afterAll(async () => {
    await cluster?.close();
    await desk?.clear();
  });

  const read = (options: LogOptions) => desk.kubectl([cluster.kubeconfig]).run(logWords(PLACE, options));

  it('are those of a container', async () => {
    expect(await read({ container: 'web' })).toBe('old\nnew\n');
    expect(await read({ container: 'web', tail: 1 })).toBe('new\n');
    expect(await read({ container: 'web', since: '15m' })).toBe('new\n');
  });

  it('are those of the run before', async () => {
    expect(await read({ container: 'web', previous: true })).toBe('first of web\n');
  });

  it('are those of all containers, each line with its own', async () => {
    const lines = (await read({ container: undefined, follow: true })).trimEnd().split('\n');
    expect(lines.sort()).toEqual(
      [
        ...CONTAINERS.slice(1).map((name) => `[pod/web/${name}] first of ${name}`),
        '[pod/web/web] new',
        '[pod/web/web] old',
      ].sort(),
    );
  });
});
