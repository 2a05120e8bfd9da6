import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contextsOf } from '../../../server/src/cluster/contexts.ts';
import { explainProblem } from '../../../server/src/cluster/explain.ts';
import { namespacesOf } from '../../../server/src/cluster/namespaces.ts';
import { atDesk } from './at-desk.ts';
import { rejection } from './desk.ts';

describe.each(['oldest', 'newest'] as const)('contexts of the %s kubectl', (age) => {
  const at = atDesk(age);

  test('are those of all files, and the first file says which is current', async () => {
    const file = (name: string, context: string, more: object): Promise<string> =>
      at.desk.write(
        name,
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'Config',
          contexts: [{ name: context, context: { cluster: `${context}-cluster`, user: `${context}-user`, ...more } }],
          'current-context': context,
        }),
      );
    const files = [await file('one', 'dev', { namespace: 'web' }), await file('two', 'prod', {})];
    expect(await contextsOf(at.desk.kubectl([...files, join(at.desk.home, 'not-there')]))).toEqual({
      contexts: [
        { name: 'dev', cluster: 'dev-cluster', user: 'dev-user', namespace: 'web' },
        { name: 'prod', cluster: 'prod-cluster', user: 'prod-user', namespace: undefined },
      ],
      current: 'dev',
    });
  });

  test.each([
    ['nothing', async () => []],
    ['a KUBECONFIG that leads nowhere', async () => [join(at.desk.home, 'not-there')]],
    ['an empty file', async () => [await at.desk.write('empty', '')]],
  ])('are none where there is %s, and asking the cluster says what to do', async (_, files) => {
    const kubectl = at.desk.kubectl(await files());
    expect(await contextsOf(kubectl)).toEqual({ contexts: [], current: undefined });
    expect(await explainProblem(kubectl, await rejection(namespacesOf(kubectl, '')))).toMatchObject({
      kind: 'no-kubeconfig',
      message:
        'kubectl has no kubeconfig that names a cluster. Get one from your cluster administrator, and save it as ~/.kube/config or set KUBECONFIG to its path.',
    });
  });

  test('are none where KUBECONFIG is empty and there is no file at home', async () => {
    expect(await contextsOf(at.desk.kubectl([], { KUBECONFIG: '' }))).toEqual({ contexts: [], current: undefined });
  });

  test('can be in a file and a folder that are read-only', async () => {
    const path = await at.desk.kubeconfig('https://127.0.0.1:1');
    await chmod(path, 0o444);
    await chmod(at.desk.home, 0o555);
    expect((await contextsOf(at.desk.kubectl([path]))).current).toBe('test');
  });

  test.each([
    ['YAML that is none', 'apiVersion: v1\n contexts: [\n', 'yaml: line 2: mapping values are not allowed'],
    ['a list that is a number', 'apiVersion: v1\nkind: Config\ncontexts: 5\n', 'json: cannot unmarshal number'],
    ['other text', 'hello\n', "couldn't get version/kind"],
  ])('of a broken file: %s', async (_, text, reason) => {
    const kubectl = at.desk.kubectl([await at.desk.write('broken', text)]);
    const problem = await explainProblem(kubectl, await rejection(contextsOf(kubectl)));
    expect(problem).toMatchObject({ kind: 'broken-kubeconfig' });
    expect(problem?.message).toMatch(`kubectl can't read the kubeconfig ${at.desk.home}/broken (${reason}`);
    expect(problem?.message).toMatch(/\)\. Correct the file, then try again\.$/);
  });

  test.each([
    'with spaces',
    `it's "quoted"`,
    '$(touch stolen)',
    '`touch stolen`; touch stolen & | > stolen',
    'two\nlines',
    '--kubeconfig=/dev/null',
    '-n',
    'a=b,c',
    'ünïcødé 🙂',
  ])('can be called %j, and it is the one that is asked', async (name) => {
    const kubectl = await at.start({ contexts: [{ name: 'other' }, { name, namespace: 'web' }] });
    const { contexts } = await contextsOf(kubectl);
    const server = expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(contexts).toContainEqual({ name, cluster: 'cluster', server, user: 'tester', namespace: 'web' });
    expect(await namespacesOf(kubectl, name)).toEqual({ names: ['default'], isForbidden: false });
  });

  test('never bring a credential with them', async () => {
    const user = { token: 'SECRET-1', password: 'SECRET-2', username: 'me', 'client-key-data': btoa('SECRET-3') };
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig('https://127.0.0.1:1', user)]);
    expect(await kubectl.run(['config', 'view', '--output=json'])).not.toMatch(/SECRET|U0VDUkVU/);
    await contextsOf(kubectl);
    expect(at.desk.log.join('\n')).not.toContain('--raw');
  });

  test('that are gone are said to be', async () => {
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig('https://127.0.0.1:1')]);
    const message = 'The kubeconfig does not have the context "gone". Choose another context.';
    for (const words of [
      ['get', '--raw=/api'],
      ['exec', 'pod/web', '--', 'sh'],
    ]) {
      const error = await rejection(kubectl.run(['--context=gone', ...words]));
      expect(await explainProblem(kubectl, error)).toMatchObject({ kind: 'unknown-context', message });
    }
  });
});
