import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { explainProblem } from '../../../server/src/cluster/explain.ts';
import { Kubectl } from '../../../server/src/cluster/kubectl.ts';
import { namespacesOf } from '../../../server/src/cluster/namespaces.ts';
import { problemOf } from '../../../server/src/cluster/problem.ts';
import { hang } from '../../stand-in/gates.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { atDesk } from './at-desk.ts';
import { Desk, loginBy, rejection } from './desk.ts';

const SECOND = { timeoutMs: 1000 };
/** On a busy machine, a process takes its time. */
const WAIT = { timeout: 20_000 };

describe.each(['oldest', 'newest'] as const)('the time of the %s kubectl', (age) => {
  const at = atDesk(age);

  /** A login program that waits, and whose own child waits, too; both are noted. */
  async function waitingLogin(name: string, text: string): Promise<Kubectl> {
    const command = await at.desk.script(name, `${text}\nsleep 600 &\necho "$$ $!" > ${at.desk.home}/waiting\nwait`);
    return at.desk.kubectl([await at.desk.kubeconfig('https://127.0.0.1:1', loginBy(command))]);
  }

  async function waiting(): Promise<number[]> {
    return (await readFile(join(at.desk.home, 'waiting'), 'utf8')).split(' ').map(Number);
  }

  test('is up where a server takes the connection and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const kubectl = at.desk.kubectl([await at.desk.kubeconfig(`https://127.0.0.1:${port}`)]);
    const error = await rejection(namespacesOf(kubectl, 'test', { timeoutMs: 5000 }));
    expect(await explainProblem(kubectl, error)).toMatchObject({
      kind: 'timeout',
      message:
        'The cluster of the context "test" did not answer in time. Check that it runs and whether you need a VPN, then try again.',
    });
    silent.close();
  });

  test('is up where the cluster begins a shell and never goes on', async () => {
    const kubectl = await at.start({ objects: [runningPod('web', ['app'])], gates: [hang(/\/exec$/)] });
    const words = ['--context=test', 'exec', 'pod/web', '--container=app', '--', 'true'];
    expect(await explainProblem(kubectl, await rejection(kubectl.run(words, SECOND)))).toMatchObject({
      kind: 'timeout',
      message:
        'kubectl got no answer about the context "test" within 1 s and was stopped. Check that the cluster runs and whether you need a VPN, then try again.',
    });
  });

  test('is up where a login waits for a code, and nothing of the login goes on', async () => {
    const kubectl = await waitingLogin('my-login', 'echo "To sign in, open https://login.example and enter ABCD" >&2');
    const error = await rejection(namespacesOf(kubectl, 'test', { timeoutMs: 2000 }));
    expect(await explainProblem(kubectl, error)).toMatchObject({
      kind: 'timeout',
      message: `The login to the context "test" failed: "${at.desk.home}/my-login" waited for input and was stopped after 2 s: "To sign in, open https://login.example and enter ABCD". To log in, run "kubectl --context=test get namespaces" in a terminal, where it can ask for input, then try again.`,
    });
    await expectEnded(await waiting());
  });

  test('is up where a login says nothing, and the message has its command', async () => {
    const kubectl = await waitingLogin('gke-gcloud-auth-plugin', '');
    const error = await rejection(namespacesOf(kubectl, 'test', { timeoutMs: 2000 }));
    expect((await explainProblem(kubectl, error))?.message).toMatch(
      /or "\S+gke-gcloud-auth-plugin" waits for input\. To find out, run "gcloud auth login" or "kubectl --context=test get namespaces" in a terminal/,
    );
  });

  test('is up for a login that does not want to end', async () => {
    const kubectl = await waitingLogin('stubborn', 'trap "" TERM HUP');
    await rejection(namespacesOf(kubectl, 'test', { timeoutMs: 2000 }));
    await expectEnded(await waiting());
  });

  test('ends where the user stops it, together with the login', async () => {
    const kubectl = await waitingLogin('my-login', `echo ready > ${at.desk.home}/ready`);
    const stop = new AbortController();
    const listing = rejection(namespacesOf(kubectl, 'test', { signal: stop.signal }));
    await vi.waitFor(waiting, WAIT);
    stop.abort(new Error('stopped'));
    expect(await listing).toEqual(new Error('stopped'));
    await expectEnded(await waiting());
  });

  test('does not last for what a login has left behind', async () => {
    await at.start({ token: 'good' });
    const answer = JSON.stringify({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'good' },
    });
    const command = await at.desk.script(
      'leaves',
      `setsid sleep 600 > /dev/null &\necho $! > ${at.desk.home}/waiting\necho '${answer}'`,
    );
    const user = loginBy(command);
    const kubectl = at.desk.kubectl([
      await at.desk.kubeconfig(at.cluster.url, user, { 'insecure-skip-tls-verify': true }),
    ]);
    expect(await namespacesOf(kubectl, 'test')).toEqual({ names: ['default'], isForbidden: false });
    for (const pid of await waiting()) process.kill(pid, 'SIGKILL');
  });
});

test('the time is up for a kubectl whose output is held open by what it has started', async () => {
  const desk = await Desk.setUp('/bin/false');
  const program = await desk.script('kubectl', `setsid sleep 600 &\necho $! > ${desk.home}/waiting\nwait`);
  const error = await rejection(new Kubectl(program).run(['get'], SECOND));
  expect(problemOf(error)?.kind).toBe('timeout');
  process.kill(Number(await readFile(join(desk.home, 'waiting'), 'utf8')), 'SIGKILL');
  await desk.clear();
});

/** Whether all of these processes end: a process without a parent can take a moment to be gone. */
async function expectEnded(pids: readonly number[]): Promise<void> {
  await vi.waitFor(async () => expect(await Promise.all(pids.map(isRunning))).toEqual(pids.map(() => false)), WAIT);
}

async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat !== undefined && !/^\d+ \(.*\) [ZX]/.test(stat);
}
