import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { freePort } from '../../hosts/free-port.mjs';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { startScenarioWorkbench } from '../../screen/cluster-workbench';
import type { Workbench } from '../../screen/workbench';
import { kubectl } from '../../stand-in/kubectl.ts';
import { fieldsOf, type KubeObject, records } from '../../stand-in/objects.ts';
import { runningPod } from '../../stand-in/pods.ts';
import type { ScenarioCluster } from '../cluster.ts';

const WEB = 'registry.example.com/web:1';

const manifest = (namespace: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: ${WEB} # ours
        - name: log-shipper
          image: registry.example.com/logs:1
`;

const WEB_SERVICE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
};

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A pod of the Deployment. */
function webPod(name: string): KubeObject {
  const images = { web: WEB, 'log-shipper': 'registry.example.com/logs:1', bare: 'distroless' };
  return runningPod(name, Object.keys(images), { namespace: 'shop', labels: { app: 'web' }, images });
}

describe('VS Code before a cluster', () => {
  let cluster: ScenarioCluster;
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;
  /** What the ports of all pods lead to. */
  const page = createServer((_, response) => void response.end('the page of web'));

  beforeAll(async () => {
    await once(page.listen(0, '127.0.0.1'), 'listening');
    ({ cluster, workbench, stop } = await startScenarioWorkbench(
      'newest',
      (own) => ({ 'web.yaml': manifest(own('shop')) }),
      {
        isLive: true,
        objects: [webPod('web-a'), webPod('web-b'), WEB_SERVICE],
        images: { distroless: 'empty' },
        forwardTo: portOf(page),
      },
    ));
    await workbench.openFile('web.yaml');
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(async () => {
    await stop?.();
    page.close();
  });

  it('leads from a manifest to its pods, their containers and a shell', async () => {
    await workbench.goTo(12, 20);
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.line('web-b').waitFor();
    // The manifest says the namespace, and which pods are its own.
    expect(await workbench.lines()).toEqual([
      ['web-a', '3/3 · Running'],
      ['web-b', '3/3 · Running'],
    ]);
    await workbench.choose('web-b');
    await workbench.line('bare').waitFor();
    expect(await workbench.lines()).toEqual([
      ['web', 'app container · running, ready'],
      ['bare', 'app container · running, ready'],
      ['log-shipper', 'sidecar · running, ready'],
    ]);
    // The cursor is in this container.
    expect(await workbench.focusedLine().innerText()).toContain('log-shipper');
    await workbench.page.keyboard.press('Enter');
    await workbench.terminal(/[#$]$/);
    await workbench.page.keyboard.type('cat container-name; echo $HOSTNAME\n');
    await workbench.terminal(/\nlog-shipper\nweb-b\n/);
  });

  it('gives the shell the size of its terminal, also when that changes', async () => {
    const { page } = workbench;
    await page.keyboard.type('was=$(stty size); echo measured $((6 * 7))\n');
    await workbench.terminal(/measured 42/);
    await page.setViewportSize({ width: 900, height: 600 });
    await page.keyboard.type('until [ "$(stty size)" != "$was" ]; do :; done; echo resized $((6 * 7))\n');
    await workbench.terminal(/resized 42/);
    await page.keyboard.type('exit\n');
    await workbench.noTerminal();
    await page.setViewportSize({ width: 1100, height: 700 });
  });

  it('shows what kubectl knows of a pod', async () => {
    await workbench.run('Sidecar Guard: Describe Pod…');
    await workbench.choose('web-a');
    await workbench.page.locator('.tab.active', { hasText: 'web-a.txt' }).waitFor();
    await workbench.page.locator('.view-line', { hasText: /^Name:\s+web-a$/ }).waitFor();
  });

  it('adds an ephemeral container where there is no shell, after saying that it stays', async () => {
    await workbench.openFile('web.yaml');
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.choose('web-a');
    await workbench.choose('bare');
    await workbench.terminal(/The shell in bare of web-a could not be opened\. There is no shell in .*Enter:$/s);
    await workbench.page.keyboard.type('d\n');
    await workbench.page.locator('.quick-input-title', { hasText: 'Debug bare of web-a: image' }).waitFor();
    await workbench.fill('busybox:1.36');
    await workbench.page.keyboard.press('Enter');
    await workbench.line('netadmin').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.dialog('it stays in the pod until the pod is deleted').waitFor();
    expect(await ephemeralContainers()).toEqual([]);
    await workbench.answer('Add Container');
    await expect.poll(ephemeralContainers).toMatchObject([{ image: 'busybox:1.36', targetContainerName: 'bare' }]);
    const [{ name } = {}] = await ephemeralContainers();
    // The terminal is called as the container that it is in.
    await workbench.page.locator('.single-terminal-tab', { hasText: String(name) }).waitFor();
    await workbench.terminal(/If you don't see a command prompt/);
  });

  it('follows pods while their list is open, under what is typed and the active line', async () => {
    await workbench.openFile('web.yaml');
    await workbench.goTo(12, 20);
    await workbench.run('Sidecar Guard: Describe Pod…');
    await workbench.line('web-b').waitFor();
    await workbench.page.keyboard.type('web');
    await workbench.page.keyboard.press('ArrowDown');
    await expect.poll(() => workbench.focusedLine().innerText()).toContain('web-b');
    await cluster.put(webPod('web-aa'));
    await expect.poll(podNames).toEqual(['web-a', 'web-aa', 'web-b']);
    await expect.poll(() => workbench.focusedLine().innerText()).toContain('web-b');
    expect(await workbench.page.locator('.quick-input-box input:focus').inputValue()).toBe('web');
    await ask('delete', 'pod', 'web-aa', '--wait=false', '--force', '--grace-period=0');
    await workbench.line('deleted').waitFor();
    expect(await podNames()).toEqual(['web-a', 'web-aa', 'web-b']);
    await workbench.screenshot('live-list');
    await workbench.page.keyboard.press('Escape');
  });

  it('forwards a port of a Service, lists the forwards, and says why one has ended', async () => {
    const local = await freePort();
    await workbench.goTo(12, 20);
    await workbench.run('Sidecar Guard: Port-Forward…');
    await workbench.line('service/web').waitFor();
    await workbench.screenshot('services');
    await workbench.choose('service/web');
    await workbench.line('http · port 8080 of the pod').waitFor();
    await workbench.fill(`${local}:80`);
    await workbench.line('as typed').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.terminal(new RegExp(`Forwarding from 127.0.0.1:${local} -> 8080`));
    expect(await (await fetch(`http://127.0.0.1:${local}`)).text()).toBe('the page of web');

    await workbench.run('Sidecar Guard: Show Port Forwards');
    await workbench.choose(String(local));
    await workbench.line('Open in Browser').waitFor();
    await workbench.screenshot('port-forwards');
    await workbench.choose('Stop');
    await workbench.terminal(/kubectl was stopped\./);
    await expect(fetch(`http://127.0.0.1:${local}`)).rejects.toThrow();

    await workbench.run('Sidecar Guard: Port-Forward…');
    await workbench.choose('service/web');
    await workbench.line('http · port 8080 of the pod').waitFor();
    const next = await freePort();
    await workbench.fill(`${next}:80`);
    await workbench.line('as typed').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.terminal(new RegExp(`Forwarding from 127.0.0.1:${next} `));
    page.close();
    page.closeAllConnections();
    await fetch(`http://127.0.0.1:${next}`).catch(() => {});
    await workbench.notification('has ended. The connection to the pod was lost');
    await workbench.screenshot('forward-ended');
    await workbench.terminal(/kubectl ended with exit code 1\. The connection to the pod was lost/);
  });

  async function podNames(): Promise<(string | null | undefined)[]> {
    // What is typed sorts them.
    return (await workbench.lines()).map(([label]) => label).sort();
  }

  async function ask(...words: readonly string[]): Promise<string> {
    const own = ['--namespace', cluster.own('shop'), ...words];
    return (await kubectl(await installKubectl('newest'), cluster, own)).stdout;
  }

  async function ephemeralContainers(): Promise<ReturnType<typeof records>> {
    const pod = JSON.parse(await ask('get', 'pod', 'web-a', '--output=json'));
    return records(fieldsOf(fieldsOf(pod).spec).ephemeralContainers);
  }
});
