import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { freePort } from '../hosts/free-port.mjs';
import type { Cluster } from '../stand-in/cluster.ts';
import { forbid } from '../stand-in/gates.ts';
import { fieldsOf, type KubeObject, records } from '../stand-in/objects.ts';
import { runningPod } from '../stand-in/pods.ts';
import { startClusterWorkbench } from './cluster-workbench';
import type { Workbench } from './workbench';

const PODS = 20_000;

/** A pod whose app has crashed, after a migration that was done. */
function crashedPod(): KubeObject {
  const pod = runningPod('web', ['web', 'proxy'], { namespace: 'shop' });
  const terminated = {
    exitCode: 1,
    reason: 'Error',
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: '2026-01-01T00:00:01Z',
  };
  const [web, proxy] = records(fieldsOf(pod.status).containerStatuses);
  const crashed = { ...web, ready: false, restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } };
  const done = { ...terminated, exitCode: 0, reason: 'Completed' };
  return {
    ...pod,
    spec: { ...fieldsOf(pod.spec), initContainers: [{ name: 'migrate', image: 'busybox:1.35' }] },
    status: {
      ...fieldsOf(pod.status),
      initContainerStatuses: [
        { name: 'migrate', image: 'busybox:1.35', ready: true, restartCount: 0, state: { terminated: done } },
      ],
      containerStatuses: [{ ...crashed, lastState: { terminated } }, proxy],
    },
  };
}

const PATCH = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { spec: { containers: [{ name: web, image: "web:2" }] } } }
`;

/** A pod that is reached at a port, too. */
function databasePod(): KubeObject {
  const pod = runningPod('db', ['db'], { namespace: 'shop' });
  const [db] = records(fieldsOf(pod.spec).containers);
  return {
    ...pod,
    spec: { ...fieldsOf(pod.spec), containers: [{ ...db, ports: [{ name: 'http', containerPort: 80 }] }] },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

describe('the way to a container', () => {
  let cluster: Cluster;
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;
  /** Lets the rest of a long list come. */
  let goOn: () => void = () => {};
  const page = createServer((_, response) => response.end('the page of db'));

  beforeAll(async () => {
    const rest = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    page.listen(0, '127.0.0.1');
    await once(page, 'listening');
    ({ cluster, workbench, stop } = await startClusterWorkbench(
      'oldest',
      { 'notes.txt': '', 'patch.yaml': PATCH },
      {
        forwardTo: portOf(page),
        objects: [
          crashedPod(),
          runningPod('api', ['api'], { namespace: 'shop' }),
          ...[...Array(PODS).keys()].map((index) =>
            runningPod(`pod-${String(index).padStart(5, '0')}`, ['app'], { namespace: 'big' }),
          ),
        ],
        gates: [
          forbid(/^\/api\/v1\/namespaces$/),
          async ({ query }) => {
            if (query.get('continue')) await rest;
          },
        ],
      },
    ));
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(async () => {
    page.close();
    await stop?.();
  });

  /** Where namespaces may not be listed. */
  async function typeNamespace(namespace: string): Promise<void> {
    await workbench.line('You may not list the namespaces of this cluster').waitFor();
    await workbench.fill(namespace);
    await workbench.choose(namespace);
  }

  async function askForPort(): Promise<void> {
    await workbench.run('Sidecar Guard: Port-Forward…');
    await typeNamespace('shop');
    await workbench.choose('db');
    await workbench.line('http · container db').waitFor();
  }

  async function typePort(pair: string): Promise<void> {
    await workbench.fill(pair);
    await workbench.line('as typed').waitFor();
    await workbench.page.keyboard.press('Enter');
  }

  it('can be gone back, and what has stopped has only logs', async () => {
    const { page } = workbench;
    cluster.log('shop', 'web', 'web').append('panic: no database').startAnew();
    cluster.log('shop', 'web', 'migrate').append('migrated');
    await workbench.openFile('notes.txt');
    await workbench.run('Sidecar Guard: Exec into Container…');
    await typeNamespace('shop');
    await workbench.choose('api');
    // Its only container is taken without asking.
    await workbench.terminal(/#$/);
    await page.keyboard.type('exit\n');
    await workbench.noTerminal();

    await workbench.run('Sidecar Guard: Exec into Container…');
    await typeNamespace('shop');
    await workbench.line('web').waitFor();
    expect(await workbench.lines()).toEqual([
      ['api', '1/1 · Running · the last one'],
      ['web', '1/2 · CrashLoopBackOff'],
    ]);
    await workbench.choose('web');
    await workbench.line('proxy').waitFor();
    const containers = [
      ['web', 'app container · CrashLoopBackOff · 3 restarts'],
      ['proxy', 'sidecar · running, ready'],
      ['migrate', 'init container · Completed'],
    ];
    expect(await workbench.lines()).toEqual(containers);
    // With more than one cluster, the list says which one this is.
    expect(await page.locator('.quick-input-title').innerText()).toBe('Exec: container of test/shop/web');
    await workbench.pickerButton('Back');
    await workbench.line('api').waitFor();
    cluster.store.put(databasePod());
    await workbench.pickerButton('Refresh');
    await workbench.line('db').waitFor();
    await workbench.choose('web');
    await workbench.line('proxy').waitFor();
    await workbench.choose('CrashLoopBackOff');
    await page.locator('.quick-input-title', { hasText: 'web of web does not run: CrashLoopBackOff' }).waitFor();
    await workbench.line('Debug Container…').waitFor();
    await workbench.screenshot('stopped');
    await page.keyboard.press('Enter');
    await page.locator('.view-line', { hasText: 'panic: no database' }).waitFor();
    expect(cluster.requests.filter(({ subresource }) => subresource === 'exec')).toHaveLength(1);
  });

  it('can be told to others', async () => {
    await workbench.run('Sidecar Guard: Copy kubectl Command…');
    await typeNamespace('shop');
    await workbench.choose('db');
    const line = 'Copied: kubectl --context=test --namespace=shop exec -it pod/db --container=db -- sh';
    await workbench.page.locator('.statusbar-item', { hasText: line }).waitFor();
  });

  it('leads to logs as they are written', async () => {
    const log = cluster.log('shop', 'api', 'api').append('starting');
    await workbench.run('Sidecar Guard: Show Logs…');
    await typeNamespace('shop');
    await workbench.choose('api');
    await workbench.choose('Follow');
    await log.followed();
    log.append('listening');
    await workbench.terminal(/starting\nlistening$/);
    log.end();
    // What it came to can still be read.
    await workbench.terminal(/listening\n+kubectl ended with exit code 0\. Press any key to close this terminal\.$/);
    await workbench.screenshot('log');
    await workbench.page.keyboard.press('Enter');
    await workbench.noTerminal();
  });

  it('says in kubectl’s own words why a log can’t be followed', async () => {
    cluster.gates.push(forbid(/\/log$/));
    await workbench.run('Sidecar Guard: Show Logs…');
    await typeNamespace('shop');
    await workbench.choose('api');
    await workbench.choose('Follow');
    await workbench.terminal(/Error from server \(Forbidden\).*\n+kubectl ended with exit code 1\./s);
    cluster.gates.pop();
    await workbench.page.keyboard.press('Enter');
    await workbench.noTerminal();
  });

  it('takes no answer before there is one, and what is typed for the line of that name', async () => {
    let answer: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    cluster.gates.push(async ({ resource, verb }) => {
      if (resource === 'pods' && verb === 'list') await held;
    });
    const { page } = workbench;
    await workbench.run('Sidecar Guard: Describe Pod…');
    await workbench.line('You may not list the namespaces of this cluster').waitFor();
    // In one burst, as from a clipboard or over a slow connection.
    await page.keyboard.insertText('shop');
    await workbench.focusedLine().filter({ hasText: 'shop' }).waitFor();
    await page.keyboard.press('Enter');
    const title = page.locator('.quick-input-title', { hasText: 'Describe: pod of namespace shop in test' });
    await title.waitFor();
    await page.keyboard.press('Enter');
    answer();
    await workbench.line('api').waitFor();
    await workbench.fill('no such pod');
    await page.keyboard.press('Enter');
    await workbench.fill('');
    await workbench.line('api').waitFor();
    expect(await title.isVisible()).toBe(true);
    cluster.gates.pop();
    await page.keyboard.press('Escape');
  });

  it('goes on from the question before, where one can’t be asked', async () => {
    cluster.gates.push(forbid(/\/pods$/));
    await workbench.run('Sidecar Guard: Describe Pod…');
    await typeNamespace('shop');
    await workbench.notification('may not list pods in the namespace "shop"');
    await workbench.line('You may not list the namespaces of this cluster').waitFor();
    cluster.gates.pop();
    // The notification has the focus.
    const input = workbench.page.locator('.quick-input-box input');
    await input.fill('shop');
    await workbench.choose('shop');
    await workbench.line('api').waitFor();
    await input.press('Escape');
  });

  it('is all of a namespace where the manifest is a patch, which does not say which pods are its own', async () => {
    await workbench.openFile('patch.yaml');
    await workbench.run('Sidecar Guard: Describe Pod…');
    await workbench.line('api').waitFor();
    expect(await workbench.page.locator('.quick-input-title').innerText()).toBe(
      'Describe: pod of namespace shop in test',
    );
    await workbench.page.keyboard.press('Escape');
    await workbench.openFile('notes.txt');
  });

  it('leads to what kubectl knows of a pod', async () => {
    await workbench.run('Sidecar Guard: Describe Pod…');
    await typeNamespace('shop');
    await workbench.choose('db');
    await workbench.page.locator('.tab.active', { hasText: 'db.txt' }).waitFor();
    await workbench.page.locator('.view-line', { hasText: /^Name:\s+db$/ }).waitFor();
    await workbench.screenshot('describe');
  });

  it('leads to a port of it', async () => {
    const port = await freePort();
    await askForPort();
    expect((await workbench.labels())[0]).toMatch(/^80\d\d:80$/);
    await typePort(`${portOf(page)}:80`);
    await workbench.line(`Local port ${portOf(page)} is in use`).waitFor();
    await workbench.screenshot('port');
    await typePort(`${port}:80`);
    await workbench.terminal(new RegExp(`Forwarding from 127.0.0.1:${port} -> 80`));
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('the page of db');
    await workbench.screenshot('port-forward');
    await workbench.page.keyboard.press('Control+C');
    await workbench.terminal(/kubectl was stopped\./);
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    await workbench.page.keyboard.press('Enter');
    await workbench.noTerminal();
  });

  it(`shows the first of ${PODS} pods while the others are on their way`, async () => {
    await workbench.run('Sidecar Guard: Describe Pod…');
    await typeNamespace('big');
    await workbench.line('pod-00000').waitFor();
    await workbench.fill('00499');
    await workbench.line('pod-00499').waitFor();
    await expect.poll(() => cluster.requests.filter(({ query }) => query.get('continue')).length).toBe(1);
    await workbench.fill('19999');
    expect(await workbench.line('pod-19999').count()).toBe(0);
    goOn();
    await workbench.line('pod-19999').waitFor();
    await workbench.screenshot('many-pods');
    await workbench.page.keyboard.press('Escape');
  });

  it('leaves no port taken behind when the window is loaded anew', async () => {
    const port = await freePort();
    await askForPort();
    await typePort(`${port}:80`);
    await workbench.terminal(/Forwarding from/);
    await workbench.run('Developer: Reload Window');
    const state = () =>
      fetch(`http://127.0.0.1:${port}`).then(
        () => 'open',
        () => 'closed',
      );
    await expect.poll(state, { timeout: 30_000 }).toBe('closed');
  });
});
