import { describe, expect, test } from 'vitest';
import { debugWords } from '../../server/src/cluster/debug.ts';
import { explainProblem } from '../../server/src/cluster/explain.ts';
import type { Kubectl } from '../../server/src/cluster/kubectl.ts';
import { execWords, logWords, portForwardWords } from '../../server/src/cluster/words.ts';
import { atScenario } from '../server/kubectl/at-desk.ts';
import { rejection } from '../server/kubectl/desk.ts';
import { runningPod } from '../stand-in/pods.ts';
import type { ScenarioOptions } from './cluster.ts';
import type { Denied } from './rights.ts';

describe.each(['oldest', 'newest'] as const)('what the %s kubectl can not do', (age) => {
  const at = atScenario(age);

  function start(options: ScenarioOptions = {}): Promise<Kubectl> {
    return at.start({ objects: [runningPod('web', ['app', 'proxy'])], isLive: true, ...options });
  }

  const place = (more: object = {}) => ({
    context: 'test',
    namespace: at.cluster.own('default'),
    pod: 'web',
    container: 'app',
    ...more,
  });
  /** Without a terminal. */
  const exec = (more: object = {}): string[] => execWords(place(more), ['sh']).filter((word) => word !== '-it');
  const get = (path: string): string[] => ['--context=test', 'get', `--raw=${path}`];

  async function problem(kubectl: Kubectl, words: readonly string[]) {
    return explainProblem(kubectl, await rejection(kubectl.run(words)));
  }

  test.each<[Denied, () => string[], () => string]>([
    [{ verb: 'list', resource: 'namespaces' }, () => get('/api/v1/namespaces'), () => 'list namespaces'],
    [
      { verb: 'list', resource: 'pods' },
      () => get(`/api/v1/namespaces/${place().namespace}/pods`),
      () => `list pods in the namespace "${place().namespace}"`,
    ],
    [{ verb: 'get', resource: 'pods' }, exec, () => `get pods in the namespace "${place().namespace}"`],
    [{ verb: 'create', resource: 'pods/exec' }, exec, () => `create pods/exec in the namespace "${place().namespace}"`],
    [
      { verb: 'get', resource: 'pods/log' },
      () => logWords(place(), { container: 'app' }),
      () => `get pods/log in the namespace "${place().namespace}"`,
    ],
    [
      { verb: 'patch', resource: 'pods/ephemeralcontainers' },
      () => debugWords(place(), { name: 'debug', image: 'busybox:1.36', profile: 'general', target: undefined }),
      () => `patch pods/ephemeralcontainers in the namespace "${place().namespace}"`,
    ],
    [
      { verb: 'create', resource: 'pods/portforward' },
      () => portForwardWords(place(), 'pod/web', [{ local: 0, remote: 80 }]),
      () => `create pods/portforward in the namespace "${place().namespace}"`,
    ],
  ])('is told what it may not: %j', async (denied, words, act) => {
    const kubectl = await start({ mayNot: [denied] });
    expect(await problem(kubectl, words())).toMatchObject({
      kind: 'forbidden',
      message: `In the context "test", "${at.cluster.user}" may not ${act()}. Ask your cluster administrator for a role that allows it.`,
    });
  });

  test('is told of what is gone', async () => {
    const kubectl = await start();
    const message = 'There is no "gone" among the pods; it may have been deleted. Choose another one.';
    expect(await problem(kubectl, exec({ pod: 'gone' }))).toMatchObject({ kind: 'not-found', message });
    expect(await problem(kubectl, logWords(place(), { container: 'gone' }))).toMatchObject({
      kind: 'not-found',
      message: 'The pod "web" has no container "gone"; it may have been removed. Choose another container.',
    });
    expect(await problem(kubectl, get('/apis/example.com/v1/things'))).toMatchObject({
      kind: 'not-found',
      message:
        'The cluster of the context "test" does not have the requested resource: the cluster is too old, or too new for this kubectl.',
    });
  });
});
