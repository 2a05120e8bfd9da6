import { describe, expect, test } from 'vitest';
import { explainProblem } from '../../../server/src/cluster/explain.ts';
import type { Kubectl } from '../../../server/src/cluster/kubectl.ts';
import { execWords, type LogOptions, logWords } from '../../../server/src/cluster/words.ts';
import type { ClusterOptions } from '../../stand-in/cluster.ts';
import { forbid, type Gate } from '../../stand-in/gates.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { ApiError } from '../../stand-in/status.ts';
import { atDesk } from './at-desk.ts';
import { rejection } from './desk.ts';

const WEB = { context: 'test', namespace: 'default', pod: 'web', container: 'app' };
const CALLS = [
  ['--context=test', 'get', '--raw=/api/v1/namespaces'],
  execWords(WEB, ['sh']).filter((word) => word !== '-it'),
];

describe.each(['oldest', 'newest'] as const)('what the %s kubectl can not do', (age) => {
  const at = atDesk(age);

  function start(options: ClusterOptions = {}): Promise<Kubectl> {
    return at.start({ objects: [runningPod('web', ['app', 'proxy'])], ...options });
  }

  async function problem(kubectl: Kubectl, words: readonly string[]) {
    return explainProblem(kubectl, await rejection(kubectl.run(words)));
  }

  function exec(place: Partial<typeof WEB>, ...command: string[]): string[] {
    return execWords({ ...WEB, ...place }, command).map((word) => (word === '-it' ? '-i' : word));
  }

  test('is told of a port that is closed', async () => {
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig('https://127.0.0.1:1')]);
    for (const words of CALLS) {
      expect(await problem(kubectl, words)).toMatchObject({
        kind: 'unreachable',
        message:
          'Nothing answers at 127.0.0.1:1, the address of the cluster of the context "test". Start the cluster, or the VPN or proxy to it.',
      });
    }
  });

  test('is told of a name that cannot be resolved', async () => {
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig('https://cluster.invalid')]);
    expect(await problem(kubectl, CALLS[0] ?? [])).toMatchObject({
      kind: 'unreachable',
      message:
        'The host name "cluster.invalid" of the cluster of the context "test" can\'t be resolved. Check the address in the kubeconfig and whether you need a VPN.',
    });
  });

  test('is told of something that is no cluster', async () => {
    await start();
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig(at.cluster.url.replace('https', 'http'))]);
    expect(await problem(kubectl, CALLS[0] ?? [])).toMatchObject({
      kind: 'unreachable',
      message:
        'The cluster of the context "test" can\'t be reached (EOF). Check that it runs, that its address is correct, and whether you need a VPN or proxy.',
    });
  });

  test('is told of a certificate that is not trusted', async () => {
    await start();
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig(at.cluster.url)]);
    for (const words of CALLS) {
      expect(await problem(kubectl, words)).toMatchObject({
        kind: 'certificate',
        message:
          'The cluster of the context "test" has a certificate that the kubeconfig does not trust. An attacker may be intercepting the connection. Check the address and the certificate authority in the kubeconfig before you connect.',
      });
    }
  });

  test.each([
    [
      {},
      { 'certificate-authority': '/no/ca.crt' },
      '/no/ca.crt, which the kubeconfig names as certificate-authority of "cluster"',
    ],
    [
      { 'client-certificate': '/no/me.crt', 'client-key': '/no/me.key' },
      {},
      '/no/me.crt, which the kubeconfig names as client-cert of "me"',
    ],
  ])('is told of a file that is not there: %j %j', async (user, more, words) => {
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig('https://127.0.0.1:1', user, more)]);
    expect(await problem(kubectl, CALLS[0] ?? [])).toMatchObject({
      kind: 'broken-kubeconfig',
      message: `kubectl can't read ${words} for the context "test". Correct the path, or get a new kubeconfig.`,
    });
  });

  test('is told of a context without its cluster', async () => {
    const contexts = [{ name: 'test', context: { cluster: 'gone', user: 'me' } }];
    const path = await at.desk.write('half', JSON.stringify({ apiVersion: 'v1', kind: 'Config', contexts }));
    for (const words of CALLS) {
      expect(await problem(at.desk.kubectl([path]), words)).toMatchObject({
        kind: 'no-kubeconfig',
        message:
          'The kubeconfig does not say where the cluster of the context "test" is. Get a new kubeconfig from your cluster administrator.',
      });
    }
  });

  test.each([
    [/\/namespaces$/, CALLS[0] ?? [], 'list namespaces'],
    [/\/pods$/, ['--context=test', 'get', '--raw=/api/v1/namespaces/web/pods'], 'list pods in the namespace "web"'],
    [/\/pods\/web$/, CALLS[1] ?? [], 'get pods in the namespace "default"'],
    [/\/exec$/, CALLS[1] ?? [], 'create pods/exec in the namespace "default"'],
  ])('is told what it may not: %s', async (path, words, act) => {
    const kubectl = await start({ gates: [forbid(path)] });
    expect(await problem(kubectl, words)).toMatchObject({
      kind: 'forbidden',
      message: `In the context "test", "tester" may not ${act}. Ask your cluster administrator for a role that allows it.`,
    });
  });

  test('is told of what is gone', async () => {
    const kubectl = await start();
    const message = 'There is no "gone" among the pods; it may have been deleted. Choose another one.';
    expect(await problem(kubectl, exec({ pod: 'gone' }, 'sh'))).toMatchObject({ kind: 'not-found', message });
    const noContainer = logWords(WEB, { container: 'gone' });
    expect(await problem(kubectl, noContainer)).toMatchObject({
      kind: 'not-found',
      message: 'The pod "web" has no container "gone"; it may have been removed. Choose another container.',
    });
    const previous: LogOptions = { container: 'app', previous: true };
    expect(await problem(kubectl, logWords(WEB, previous))).toMatchObject({
      kind: 'not-found',
      message: 'There are no previous logs of "app" in "web": it has not restarted.',
    });
    expect(await problem(kubectl, ['--context=test', 'get', '--raw=/apis/example.com/v1/things'])).toMatchObject({
      kind: 'not-found',
      message:
        'The cluster of the context "test" does not have the requested resource: the cluster is too old, or too new for this kubectl.',
    });
  });

  test('is told where there is no shell', async () => {
    const bare = runningPod('web', ['app'], { images: { app: 'distroless' } });
    const kubectl = await start({ objects: [bare], images: { distroless: 'empty' } });
    expect(await problem(kubectl, exec({}, 'sh'))).toMatchObject({
      kind: 'no-shell',
      message: 'There is no shell in the container "app". Debug it with an ephemeral container whose image has one.',
    });
  });

  test('is told how a command ended, and not what the command wrote', async () => {
    const kubectl = await start();
    const command = ['sh', '-c', 'echo "error: You must be logged in to the server, x509: (Forbidden)" >&2; exit 7'];
    expect(await problem(kubectl, exec({}, ...command))).toMatchObject({
      kind: 'other',
      message: 'kubectl failed: command terminated with exit code 7',
      kubectlSaid: expect.stringContaining('(Forbidden)'),
    });
  });

  test('is told what the cluster says, where it is not known what that means', async () => {
    const refuse: Gate = () => Promise.reject(new ApiError(500, 'InternalError', 'etcdserver: mvcc: no space'));
    const kubectl = await start({ gates: [refuse] });
    expect(await problem(kubectl, CALLS[0] ?? [])).toEqual({
      kind: 'other',
      message: 'kubectl failed: Error from server (InternalError): etcdserver: mvcc: no space',
      kubectlSaid: 'Error from server (InternalError): etcdserver: mvcc: no space',
    });
  });
});
