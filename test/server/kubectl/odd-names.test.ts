import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KubectlError } from '../../../server/src/cluster/kubectl.ts';
import { readRunningPod } from '../../../server/src/cluster/running-pod.ts';
import { describeWords, logWords, probeWords } from '../../../server/src/cluster/words.ts';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { type Cluster, startCluster } from '../../stand-in/cluster.ts';
import { runningPod } from '../../stand-in/pods.ts';
import type { ApiRequest } from '../../stand-in/request.ts';
import { Desk } from './desk.ts';

/** No cluster has them, but a hostile one could; contexts are called anything. */
const NAMES = [
  '$(touch pwned)`touch pwned`;touch pwned|touch pwned&touch pwned',
  'it\'s "quoted"',
  'two words',
  'two\nlines',
  '--help',
  '-n',
  '--kubeconfig=nothing',
  '$HOME ${HOME} %PATH%',
  'münchen',
  'a=b,c:d',
];
const PLAIN = { context: 'test', namespace: 'shop', pod: 'web', container: 'web' };

describe.each(['oldest', 'newest'] as const)('a name that is odd, with the %s kubectl', (age) => {
  let desk: Desk;
  let cluster: Cluster;

  beforeAll(async () => {
    desk = await Desk.setUp(await installKubectl(age));
    cluster = await startCluster({
      objects: [
        ...NAMES.map((name) => runningPod('web', ['web'], { namespace: name })),
        ...NAMES.map((name) => runningPod(name, ['web'], { namespace: 'shop' })),
        runningPod('web', ['web', ...NAMES], { namespace: 'shop' }),
      ],
      contexts: [{ name: 'test' }, ...NAMES.map((name) => ({ name }))],
    });
  }, 300_000);

  afterAll(async () => {
    await cluster?.close();
    await desk?.clear();
  });

  /** What the cluster was asked by these words; nothing, where kubectl refused them. */
  async function asked(words: readonly string[]): Promise<ApiRequest[]> {
    const before = cluster.requests.length;
    await desk
      .kubectl([cluster.kubeconfig])
      .run(words)
      .catch((error: unknown) => {
        if (!(error instanceof KubectlError)) throw error;
      });
    return cluster.requests.slice(before).filter(({ resource }) => resource === 'pods');
  }

  it.each(NAMES)('is the name of a context: %j', async (name) => {
    const place = { ...PLAIN, context: name };
    expect(await desk.kubectl([cluster.kubeconfig]).run(probeWords(place, 'linux'))).toBe('');
    const { pod } = await readRunningPod(desk.kubectl([cluster.kubeconfig]), place, {});
    expect(pod.name).toBe('web');
  });

  it.each(NAMES)('of a container reaches the cluster as it is: %j', async (name) => {
    const place = { ...PLAIN, container: name };
    const [exec] = (await asked(probeWords(place, 'linux'))).filter(({ subresource }) => subresource === 'exec');
    expect(exec?.query.get('container')).toBe(name);
    expect(exec?.query.getAll('command')).toEqual(['sh', '-c', ':']);
    const [log] = (await asked(logWords(place, { container: name }))).filter(
      ({ subresource }) => subresource === 'log',
    );
    expect(log?.query.get('container')).toBe(name);
  });

  it.each(NAMES)('of a pod reaches the cluster as it is, or not at all: %j', async (name) => {
    const place = { ...PLAIN, pod: name };
    for (const words of [probeWords(place, 'linux'), describeWords(place), logWords(place, { container: 'web' })])
      for (const request of await asked(words)) expect([request.namespace, request.name]).toEqual(['shop', name]);
    const { pod } = await readRunningPod(desk.kubectl([cluster.kubeconfig]), place, {});
    expect(pod.name).toBe(name);
  });

  it.each(NAMES)('of a namespace reaches the cluster as it is, or not at all: %j', async (name) => {
    const place = { ...PLAIN, namespace: name };
    for (const words of [probeWords(place, 'linux'), describeWords(place), logWords(place, { container: 'web' })])
      for (const request of await asked(words)) expect([request.namespace, request.name]).toEqual([name, 'web']);
    const { pod } = await readRunningPod(desk.kubectl([cluster.kubeconfig]), place, {});
    expect(pod.namespace).toBe(name);
  });

  it.each(['..', '.', '../web', ''])('that leads elsewhere finds no pod: %j', async (name) => {
    const kubectl = desk.kubectl([cluster.kubeconfig]);
    await expect(readRunningPod(kubectl, { ...PLAIN, pod: name }, {})).rejects.toThrow(Error);
    const before = cluster.requests.length;
    await asked(probeWords({ ...PLAIN, pod: name }, 'linux'));
    expect(cluster.requests.slice(before).filter(({ subresource }) => subresource === 'exec')).toEqual([]);
  });

  it('is never run', () => expect(existsSync('pwned')).toBe(false));
});
