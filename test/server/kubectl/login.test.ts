import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainProblem } from '../../../server/src/cluster/explain.ts';
import type { Kubectl } from '../../../server/src/cluster/kubectl.ts';
import { namespacesOf } from '../../../server/src/cluster/namespaces.ts';
import type { Problem } from '../../../server/src/cluster/problem.ts';
import { type Cluster, startCluster } from '../../stand-in/cluster.ts';
import { atDesk } from './at-desk.ts';
import { loginBy, rejection } from './desk.ts';

const IN_TERMINAL = 'run "kubectl --context=test get namespaces" in a terminal, where it can ask for input';
/** Both of kubectl's ways: the second one asks for the API's groups first, and logs each try. */
const CALLS = [
  ['get', '--raw=/api/v1/namespaces'],
  ['exec', 'pod/web', '--container=app', '--', 'sh'],
];

describe.each(['oldest', 'newest'] as const)('logging in by the %s kubectl', (age) => {
  const at = atDesk(age);
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({ token: 'good' });
  }, 30_000);

  afterAll(() => cluster.close());

  async function kubectlOf(user: object): Promise<Kubectl> {
    return at.desk.kubectl([await at.desk.kubeconfig(cluster.url, user, { 'insecure-skip-tls-verify': true })]);
  }

  /** What is said of each call, which has to be the same. */
  async function problem(kubectl: Kubectl): Promise<Problem | undefined> {
    const problems = [];
    for (const words of CALLS) {
      const error = await rejection(kubectl.run(['--context=test', ...words]));
      problems.push(await explainProblem(kubectl, error));
    }
    expect(problems[1]).toEqual({ ...problems[0], kubectlSaid: problems[1]?.kubectlSaid });
    return problems[0];
  }

  test('works by a program', async () => {
    const status = { token: 'good' };
    const answer = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status };
    const command = await at.desk.script('login', `echo '${JSON.stringify(answer)}'`);
    expect((await namespacesOf(await kubectlOf(loginBy(command)), 'test')).names).toEqual(['default']);
  });

  test('has expired', async () => {
    expect(await problem(await kubectlOf({ token: 'expired' }))).toMatchObject({
      kind: 'unauthorized',
      message:
        'The cluster rejects your login to the context "test": it may have expired. Log in again as you did the first time, or get a new kubeconfig from your cluster administrator.',
    });
  });

  test('has expired, and is by a program with a command of its own', async () => {
    const status = { token: 'expired' };
    const answer = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status };
    const command = await at.desk.script('aws', `echo '${JSON.stringify(answer)}'`);
    expect((await problem(await kubectlOf(loginBy(command))))?.message).toBe(
      'The cluster rejects your login to the context "test": it may have expired. Log in again as you did the first time, or run "aws sso login" or "kubectl --context=test get namespaces" in a terminal, where it can ask for input.',
    );
  });

  test('is not possible without any credentials', async () => {
    expect(await problem(await kubectlOf({}))).toMatchObject({
      kind: 'unauthorized',
      message:
        'The kubeconfig has no credentials for the context "test", so the cluster does not know who you are. Log in again, or get a new kubeconfig.',
    });
  });

  test.each(['no-such-login', '/no/such-login'])('needs a program that is missing: %s', async (command) => {
    const kubectl = await kubectlOf(loginBy(command, { installHint: 'Get it from\nexample.com' }));
    expect(await problem(kubectl)).toMatchObject({
      kind: 'exec-plugin-missing',
      message: `kubectl logs in to the context "test" with "${command}", which is not installed or not on the PATH. Install it. If it works in your terminal, start VS Code or this command from that terminal.`,
    });
  });

  test('fails with what the program says last', async () => {
    const command = await at.desk.script('aws', 'echo; echo "The SSO session has expired." >&2; exit 255');
    expect(await problem(await kubectlOf(loginBy(command)))).toMatchObject({
      kind: 'exec-plugin',
      message: `"${command}", which logs in to the context "test", failed with "The SSO session has expired.". To log in, run "aws sso login" or "kubectl --context=test get namespaces" in a terminal, where it can ask for input, then try again.`,
    });
  });

  test('fails for the current context, too', async () => {
    const command = await at.desk.script('aws', 'exit 255');
    const kubectl = await kubectlOf(loginBy(command));
    expect((await explainProblem(kubectl, await rejection(kubectl.run(['get', '--raw=/api']))))?.message).toBe(
      `"${command}", which logs in to the current context, failed with exit code 255. To log in, run "aws sso login" or "kubectl get namespaces" in a terminal, where it can ask for input, then try again.`,
    );
  });

  test('fails without a word', async () => {
    const command = await at.desk.script('my login', 'exit 3');
    expect(await problem(await kubectlOf(loginBy(command)))).toMatchObject({
      kind: 'exec-plugin',
      message: `"${command}", which logs in to the context "test", failed with exit code 3. To log in, ${IN_TERMINAL}, then try again.`,
    });
  });

  test('wants a terminal', async () => {
    const command = await at.desk.script('login', 'exit 1');
    expect(await problem(await kubectlOf(loginBy(command, { interactiveMode: 'Always' })))).toMatchObject({
      kind: 'exec-plugin',
      message: `The login to the context "test" needs a terminal, and kubectl has none here. To log in, ${IN_TERMINAL}, then try again.`,
    });
  });

  test.each([
    ['echo hello', "decoding stdout: couldn't get version/kind"],
    [':', 'exec plugin is configured to use API version'],
  ])('gives no credentials: %s', async (text, reason) => {
    const found = await problem(await kubectlOf(loginBy(await at.desk.script('login', text))));
    expect(found).toMatchObject({ kind: 'exec-plugin' });
    expect(found?.message).toMatch(`The program that logs in to the context "test" gave no credentials (${reason}`);
    expect(found?.message).toMatch(`). To see why, ${IN_TERMINAL}.`);
  });

  test.each([
    { 'auth-provider': { name: 'gcp' } },
    { exec: { apiVersion: 'client.authentication.k8s.io/v1alpha1', command: 'login' } },
  ])('is set up in a way that kubectl has given up: %j', async (user) => {
    expect(await problem(await kubectlOf(user))).toMatchObject({
      kind: 'broken-kubeconfig',
      message:
        'The kubeconfig entry for the context "test" is incomplete, or too old for this kubectl. Get a new kubeconfig from your cluster administrator.',
    });
  });

  test('never gets a credential into a log or a message', async () => {
    const secrets = {
      jwt: `eyJhbGciOiJSUzI1NiJ9.${btoa('{"sub":"me"}').replaceAll('=', '')}.SECRET-jwt`,
      password: 'SECRET-password',
      key: '-----BEGIN RSA PRIVATE KEY-----\nSECRET-key\n-----END RSA PRIVATE KEY-----',
    };
    const text = `cat >&2 <<'END'
Authorization: Bearer SECRET-bearer
token is ${secrets.jwt}
{"password": "${secrets.password}", "client-key-data": "SECRET-data"}
${secrets.key}
login --token=SECRET-flag
END
exit 1`;
    const kubectl = await kubectlOf({ ...loginBy(await at.desk.script('login', text)) });
    const error = await rejection(kubectl.run(['--context=test', '-v=10', 'get', '--raw=/api']));
    const all = [
      String(error),
      JSON.stringify(error),
      JSON.stringify(await explainProblem(kubectl, error)),
      ...at.desk.log,
    ];
    expect(all.join('\n')).toContain('login --token=[redacted]');
    expect(all.join('\n')).not.toContain('SECRET');
  });

  test('never gets the token of the kubeconfig into a log, however much kubectl writes', async () => {
    const kubectl = await kubectlOf({ token: 'good' });
    await kubectl.run(['--context=test', '-v=10', 'get', '--raw=/api/v1/namespaces']);
    expect(at.desk.log.join('\n')).toMatch(/Authorization: Bearer/);
    expect(at.desk.log.join('\n')).not.toContain('good');
  });
});
