import { describe, expect, test } from 'vitest';
import { explain } from '../../../client/src/kubectl/explain.ts';
import type { Kubectl } from '../../../client/src/kubectl/kubectl.ts';
import { execWords, type LogOptions, logWords } from '../../../client/src/kubectl/words.ts';
import type { ClusterOptions } from '../../cluster/cluster.ts';
import { forbid, type Gate } from '../../cluster/gates.ts';
import { runningPod } from '../../cluster/pods.ts';
import { ApiError } from '../../cluster/status.ts';
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
    return explain(kubectl, await rejection(kubectl.run(words)));
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
          'Nothing answers at 127.0.0.1:1, where the context "test" has its cluster. Start the cluster, or the VPN or proxy to it.',
      });
    }
  });

  test('is told of a name that nobody knows', async () => {
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig('https://cluster.invalid')]);
    expect(await problem(kubectl, CALLS[0] ?? [])).toMatchObject({
      kind: 'unreachable',
      message:
        'The name "cluster.invalid" of the cluster of the context "test" is not known here. Check the address in the kubeconfig, and whether it needs a VPN.',
    });
  });

  test('is told of something that is no cluster', async () => {
    await start();
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig(at.cluster.url.replace('https', 'http'))]);
    expect(await problem(kubectl, CALLS[0] ?? [])).toMatchObject({
      kind: 'unreachable',
      message:
        'The cluster of the context "test" can not be reached (EOF). Check that it runs, its address, and whether it needs a VPN or proxy.',
    });
  });

  test('is told of a certificate that is not trusted', async () => {
    await start();
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig(at.cluster.url)]);
    for (const words of CALLS) {
      expect(await problem(kubectl, words)).toMatchObject({
        kind: 'certificate',
        message:
          'The cluster of the context "test" has a certificate that the kubeconfig does not trust. Check its address and certificate authority before anything else: somebody may be in between.',
      });
    }
  });

  test.each([
    [{}, { 'certificate-authority': '/no/ca.crt' }, 'names /no/ca.crt as certificate-authority of "cluster"'],
    [{ 'client-certificate': '/no/me.crt', 'client-key': '/no/me.key' }, {}, 'names /no/me.crt as client-cert of "me"'],
  ])('is told of a file that is not there: %j %j', async (user, more, words) => {
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig('https://127.0.0.1:1', user, more)]);
    expect(await problem(kubectl, CALLS[0] ?? [])).toMatchObject({
      kind: 'broken-kubeconfig',
      message: `The kubeconfig ${words} for the context "test", and it can't be read. Correct the path, or get the kubeconfig again.`,
    });
  });

  test('is told of a context without its cluster', async () => {
    const contexts = [{ name: 'test', context: { cluster: 'gone', user: 'me' } }];
    const path = await at.desk.write('half', JSON.stringify({ apiVersion: 'v1', kind: 'Config', contexts }));
    for (const words of CALLS) {
      expect(await problem(at.desk.kubectl([path]), words)).toMatchObject({
        kind: 'no-kubeconfig',
        message:
          'The kubeconfig does not say where the cluster of the context "test" is. Get it again from whoever runs the cluster.',
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
      message: `In the context "test", "tester" may not ${act}. Ask whoever runs the cluster for a role that allows it.`,
    });
  });

  test('is told of what is gone', async () => {
    const kubectl = await start();
    const message =
      'There is no "gone" among the pods, or not any more. Look what there is now, and choose another one.';
    expect(await problem(kubectl, exec({ pod: 'gone' }, 'sh'))).toMatchObject({ kind: 'not-found', message });
    const noContainer = logWords(WEB, { container: 'gone' });
    expect(await problem(kubectl, noContainer)).toMatchObject({
      kind: 'not-found',
      message: 'The pod "web" has no container "gone", or not any more. Look what it has now, and choose another one.',
    });
    const previous: LogOptions = { container: 'app', previous: true };
    expect(await problem(kubectl, logWords(WEB, previous))).toMatchObject({
      kind: 'not-found',
      message: '"app" of "web" has no logs of before: it has not been restarted.',
    });
    expect(await problem(kubectl, ['--context=test', 'get', '--raw=/apis/example.com/v1/things'])).toMatchObject({
      kind: 'not-found',
      message:
        'The cluster of the context "test" does not know what was asked for: it is too old, or too new for this kubectl.',
    });
  });

  test('is told where there is no shell', async () => {
    const bare = runningPod('web', ['app'], { images: { app: 'distroless' } });
    const kubectl = await start({ objects: [bare], images: { distroless: 'empty' } });
    expect(await problem(kubectl, exec({}, 'sh'))).toMatchObject({
      kind: 'no-shell',
      message:
        'There is no shell in the container "app". Debug it by an ephemeral container with an image that has one.',
    });
  });

  test('is told how a command ended, and not what the command wrote', async () => {
    const kubectl = await start();
    const command = ['sh', '-c', 'echo "error: You must be logged in to the server, x509: (Forbidden)" >&2; exit 7'];
    expect(await problem(kubectl, exec({}, ...command))).toMatchObject({
      kind: 'other',
      message: 'kubectl could not do it: command terminated with exit code 7',
      kubectlSaid: expect.stringContaining('(Forbidden)'),
    });
  });

  test('is told what the cluster says, where it is not known what that means', async () => {
    const refuse: Gate = () => Promise.reject(new ApiError(500, 'InternalError', 'etcdserver: mvcc: no space'));
    const kubectl = await start({ gates: [refuse] });
    expect(await problem(kubectl, CALLS[0] ?? [])).toEqual({
      kind: 'other',
      message: 'kubectl could not do it: Error from server (InternalError): etcdserver: mvcc: no space',
      kubectlSaid: 'Error from server (InternalError): etcdserver: mvcc: no space',
    });
  });
});
