import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LogOptions, logWords } from '../../../server/src/cluster/words.ts';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { type Cluster, startCluster } from '../../stand-in/cluster.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { badRequest } from '../../stand-in/status.ts';
import { Desk } from './desk.ts';

const PLACE = { context: 'test', namespace: 'shop', pod: 'web' };
/** More than kubectl follows at a time of itself. */
const CONTAINERS = ['web', 'a', 'b', 'c', 'd', 'e', 'f'];

/** The second one can't pull its image. */
const STUCK = ['app', 'side', 'log'];

describe.each(['oldest', 'newest'] as const)('logs with the %s kubectl', (age) => {
  let desk: Desk;
  let cluster: Cluster;

  beforeAll(async () => {
    desk = await Desk.setUp(await installKubectl(age));
    cluster = await startCluster({
      objects: [
        runningPod('web', CONTAINERS, { namespace: 'shop' }),
        runningPod('stuck', STUCK, { namespace: 'shop' }),
      ],
      gates: [
        async ({ subresource, name, query }) => {
          if (subresource === 'log' && name === 'stuck' && query.get('container') === 'side')
            throw badRequest('container "side" in pod "stuck" is waiting to start: trying and failing to pull image');
        },
      ],
    });
    for (const name of STUCK) cluster.log('shop', 'stuck', name).append(`first of ${name}`).end();
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

  it.each([
    ['as they come', { follow: true }],
    ['of the last minutes', { since: '15m' }],
  ])('of all containers are there where one can not start, %s', async (_, options) => {
    const words = logWords({ ...PLACE, pod: 'stuck' }, { container: undefined, ...options });
    const lines = (await desk.kubectl([cluster.kubeconfig]).run(words)).trimEnd().split('\n');
    expect(lines).toContain('[pod/stuck/app] first of app');
    expect(lines).toContain('[pod/stuck/log] first of log');
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
