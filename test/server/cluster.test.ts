import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { installKubectl } from '../hosts/kubectl.mjs';
import { type Cluster, type ClusterOptions, startCluster } from '../stand-in/cluster.ts';
import { forbid, hang } from '../stand-in/gates.ts';
import { kubectl, openTerminal, startKubectl } from '../stand-in/kubectl.ts';
import type { KubeObject } from '../stand-in/objects.ts';
import { runningPod } from '../stand-in/pods.ts';

const OBJECTS = [
  runningPod('web-1', ['app', 'proxy'], { labels: { app: 'web' } }),
  runningPod('web-2', ['app'], { labels: { app: 'web' } }),
  runningPod('web-3', ['app'], { namespace: 'prod' }),
];

describe.each(['oldest', 'newest'] as const)('the %s kubectl', (age) => {
  let program: string;
  let cluster: Cluster;

  beforeAll(async () => {
    program = await installKubectl(age);
  }, 300_000);

  afterEach(() => cluster.close());

  async function start(options: ClusterOptions = {}): Promise<void> {
    cluster = await startCluster({ objects: OBJECTS, ...options });
  }

  test('lists pods and namespaces', async () => {
    await start();
    const pods = await kubectl(program, cluster, ['get', 'pods']);
    expect(pods.stdout).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\nweb-1 +2\/2 +Running +0 +1m\nweb-2 .*\n$/);
    const namespaces = await kubectl(program, cluster, ['get', 'namespaces', '-o', 'name']);
    expect(namespaces.stdout).toBe('namespace/default\nnamespace/prod\n');
  });

  test('lists pods in chunks', async () => {
    await start();
    const words = ['get', 'pods', '--all-namespaces', '-o', 'json', '--chunk-size=2'];
    const { items } = JSON.parse((await kubectl(program, cluster, words)).stdout);
    expect(items.map((pod: KubeObject) => [pod.kind, pod.metadata.name])).toEqual([
      ['Pod', 'web-1'],
      ['Pod', 'web-2'],
      ['Pod', 'web-3'],
    ]);
    const lists = cluster.requests.filter(({ resource }) => resource === 'pods');
    expect(lists.map(({ query }) => [query.get('limit'), query.has('continue')])).toEqual([
      ['2', false],
      ['2', true],
    ]);
  });

  test.each([
    ['app=web', ['web-1', 'web-2']],
    ['app!=web', ['web-3']],
    ['app in (web, api)', ['web-1', 'web-2']],
    ['app notin (web)', ['web-3']],
    ['!app', ['web-3']],
  ])('selects by label: %s', async (selector, names) => {
    await start();
    const { stdout } = await kubectl(program, cluster, ['get', 'pods', '-A', '-o', 'name', '-l', selector]);
    expect(stdout).toBe(names.map((name) => `pod/${name}\n`).join(''));
  });

  test('runs a command in the container that it names, and in no other', async () => {
    await start();
    for (const container of ['app', 'proxy']) {
      const words = ['exec', 'web-1', '-c', container, '--', 'cat', '/etc/container-name'];
      expect(await kubectl(program, cluster, words)).toEqual({ code: 0, stdout: `${container}\n`, stderr: '' });
    }
  });

  test('hands on input, both outputs and the exit code', async () => {
    await start();
    const words = ['exec', '-i', 'web-2', '--', 'sh', '-c', 'cat; echo wrong >&2; exit 7'];
    const { code, stdout, stderr } = await kubectl(program, cluster, words, 'two\nlines\n');
    expect({ code, stdout, stderr }).toEqual({
      code: 7,
      stdout: 'two\nlines\n',
      stderr: 'wrong\ncommand terminated with exit code 7\n',
    });
  });

  test('is told where an image has no such program', async () => {
    const pod = runningPod('bare', ['app'], { images: { app: 'distroless' } });
    await start({ objects: [pod], images: { distroless: 'empty' } });
    const { code, stderr } = await kubectl(program, cluster, ['exec', 'bare', '--', 'bash']);
    expect(code).toBe(1);
    expect(stderr).toContain('exec: "bash": executable file not found in $PATH');
  });

  test('gets a terminal that is typed in and that follows its size', async () => {
    await start();
    const terminal = openTerminal(program, cluster, ['exec', '-it', 'web-1', '-c', 'proxy', '--', 'sh']);
    await terminal.shows(/# /);
    terminal.type('cat /etc/container-name\r');
    await terminal.shows(/\nproxy\r\n/);
    terminal.type('until [ "$(stty size)" = "30 100" ]; do :; done; echo opened $((6 * 7))\r');
    await terminal.shows(/opened 42\r\n/);
    terminal.type('until [ "$(stty size)" = "40 120" ]; do :; done; echo resized $((6 * 7))\r');
    terminal.resize(120, 40);
    await terminal.shows(/resized 42\r\n/);
    terminal.type('exit 3\r');
    expect(await terminal.exit).toBe(3);
  });

  test('follows logs to their end', async () => {
    await start();
    const log = cluster.log('default', 'web-1', 'app').append('first');
    const child = startKubectl(program, cluster, ['logs', '-f', 'web-1', '-c', 'app']);
    child.stdout.setEncoding('utf8');
    expect(await once(child.stdout, 'data')).toEqual(['first\n']);
    await log.followed();
    log.append('second');
    expect(await once(child.stdout, 'data')).toEqual(['second\n']);
    log.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  test('shows logs of before, of lately and with times', async () => {
    await start();
    const log = cluster.log('default', 'web-2', 'app').append('old', new Date('2026-01-01T00:00:00Z')).append('new');
    const words = (...more: string[]): string[] => ['logs', 'web-2', ...more];
    expect((await kubectl(program, cluster, words('--since=1h'))).stdout).toBe('new\n');
    expect((await kubectl(program, cluster, words('--timestamps'))).stdout).toMatch(/^2026-01-01T00:00:00.000Z old\n/);
    expect((await kubectl(program, cluster, words('--previous'))).stderr).toContain('previous terminated container');
    log.startAnew();
    expect((await kubectl(program, cluster, words('--previous', '--tail=1'))).stdout).toBe('new\n');
  });

  test('asks what it may do', async () => {
    await start({
      can: ({ verb, resource, subresource }) => `${verb} ${resource}/${subresource}` === 'create pods/exec',
    });
    const asked = ['auth', 'can-i', 'create', 'pods'];
    expect((await kubectl(program, cluster, [...asked, '--subresource=exec'])).stdout).toBe('yes\n');
    expect(await kubectl(program, cluster, asked)).toMatchObject({ code: 1, stdout: 'no\n' });
  });

  test('says what is forbidden', async () => {
    await start({ gates: [forbid(/\/namespaces$/), forbid(/\/exec$/)] });
    expect((await kubectl(program, cluster, ['get', 'namespaces'])).stderr).toBe(
      'Error from server (Forbidden): namespaces is forbidden: User "tester" cannot list resource "namespaces" in API group "" at the cluster scope\n',
    );
    expect((await kubectl(program, cluster, ['exec', 'web-2', '--', 'sh'])).stderr).toContain(
      'pods "web-2" is forbidden: User "tester" cannot create resource "pods/exec" in API group "" in the namespace "default"',
    );
  });

  test('needs the token', async () => {
    await start({ token: 'secret' });
    expect((await kubectl(program, cluster, ['get', 'pods', '-o', 'name'])).stdout).toBe('pod/web-1\npod/web-2\n');
    await cluster.close();
    await start({ token: 'secret', user: { token: 'expired' } });
    expect((await kubectl(program, cluster, ['get', 'pods'])).stderr).toContain('You must be logged in to the server');
  });

  test('waits for a server that hangs', async () => {
    await start({ gates: [hang(/\/pods$/)] });
    const child = startKubectl(program, cluster, ['get', 'pods']);
    await cluster.asked(/\/pods$/);
    child.kill();
    expect(await once(child, 'close')).toEqual([null, 'SIGTERM']);
  });

  test('is cut off where the cluster goes down while it waits', async () => {
    await start({ gates: [hang(/\/exec$/)] });
    const child = startKubectl(program, cluster, ['exec', 'web-2', '--', 'sh']);
    const exit = once(child, 'exit');
    await cluster.asked(/\/exec$/);
    await cluster.close();
    expect(await exit).toEqual([1, null]);
  });

  test('forwards a port', async () => {
    const page = 'a page\n'.repeat(100_000);
    const web = createServer((_, response) => response.end(page)).listen(0, '127.0.0.1');
    await once(web, 'listening');
    await start({ forwardTo: (web.address() as AddressInfo).port });
    const child = startKubectl(program, cluster, ['port-forward', 'web-2', ':80']);
    const [said] = await once(child.stdout.setEncoding('utf8'), 'data');
    const [, port] = /^Forwarding from 127\.0\.0\.1:(\d+) -> 80\n/.exec(said) ?? [];
    const pages = [1, 2].map(async () => (await fetch(`http://127.0.0.1:${port}`)).text());
    expect(await Promise.all(pages)).toEqual([page, page]);
    child.kill();
    await once(child, 'close');
    web.close();
  });

  test('adds an ephemeral container and attaches to it', async () => {
    await start();
    const words = ['debug', '-i', 'web-2', '--image=busybox', '--target=app', '-c', 'debugger', '--', 'sh'];
    const { stdout } = await kubectl(program, cluster, words, 'cat /etc/container-name\n');
    // Not every version writes its own messages to stderr.
    expect(stdout).toMatch(/^debugger$/m);
  });
});
