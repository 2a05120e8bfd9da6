import { once } from 'node:events';
import { createServer } from 'node:http';
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

const DIGEST = (digit: string) => `sha256:${digit.repeat(64)}`;
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

const other = (namespace: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: other, namespace: ${namespace} }\nspec:\n  containers:\n    - { name: other, image: "${WEB}" }\n`;

/** A pod of the Deployment, whose node has pulled this digest. */
function webPod(name: string, digest: string): KubeObject {
  const images = { web: WEB, 'log-shipper': 'registry.example.com/logs:1', bare: 'distroless' };
  const pod = runningPod(name, Object.keys(images), { namespace: 'shop', labels: { app: 'web' }, images });
  const status = fieldsOf(pod.status);
  const pulled = (image: unknown): string => (image === WEB ? `registry.example.com/web@${digest}` : '');
  const containerStatuses = records(status.containerStatuses).map((one) => ({ ...one, imageID: pulled(one.image) }));
  return { ...pod, status: { ...status, containerStatuses } };
}

function otherPod(containers: readonly string[]): KubeObject {
  return runningPod('other', containers, { namespace: 'bank', images: { other: WEB } });
}

describe('VS Code before a cluster', () => {
  let cluster: ScenarioCluster;
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;
  const page = createServer((_, response) => response.end('the page of web'));

  beforeAll(async () => {
    page.listen(0, '127.0.0.1');
    await once(page, 'listening');
    ({ cluster, workbench, stop } = await startScenarioWorkbench(
      'newest',
      (own) => ({ 'web.yaml': manifest(own('shop')), 'other.yaml': other(own('bank')) }),
      {
        isLive: true,
        objects: [webPod('web-a', DIGEST('a')), webPod('web-b', DIGEST('b')), otherPod(['other', 'miner'])],
        images: { distroless: 'empty' },
        forwardTo: (page.address() as AddressInfo).port,
      },
    ));
    await workbench.openFile('web.yaml');
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(async () => {
    page.close();
    await stop?.();
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

  it('shows logs as they are written', async () => {
    await cluster.append('shop', 'web-a', 'web', 'starting');
    await workbench.run('Sidecar Guard: Show Logs…');
    await workbench.choose('web-a');
    await workbench.choose('app container');
    await workbench.choose('Follow');
    await workbench.terminal(/starting$/);
    await cluster.append('shop', 'web-a', 'web', 'listening');
    await workbench.terminal(/starting\nlistening$/);
    await workbench.page.keyboard.press('Control+C');
    await workbench.terminal(/kubectl was stopped\./);
    await workbench.page.keyboard.press('Enter');
    await workbench.noTerminal();
  });

  it('forwards a port', async () => {
    const port = await freePort();
    await workbench.run('Sidecar Guard: Port-Forward…');
    await workbench.choose('web-a');
    await workbench.page.locator('.quick-input-box input:focus').waitFor();
    await workbench.page.locator('.quick-input-title', { hasText: 'port of' }).waitFor();
    await workbench.fill(`${port}:80`);
    await workbench.page.keyboard.press('Enter');
    await workbench.terminal(new RegExp(`Forwarding from 127.0.0.1:${port} -> 80`));
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('the page of web');
    await workbench.page.keyboard.press('Control+C');
    await workbench.terminal(/kubectl was stopped\./);
    await workbench.page.keyboard.press('Enter');
    await workbench.noTerminal();
  });

  it('shows what kubectl knows of a pod', async () => {
    await workbench.run('Sidecar Guard: Describe Pod…');
    await workbench.choose('web-a');
    await workbench.page.locator('.tab.active', { hasText: 'web-a.txt' }).waitFor();
    await workbench.page.locator('.view-line', { hasText: /^Name:\s+web-a$/ }).waitFor();
  });

  it('writes the digest that runs, once it was chosen', async () => {
    await workbench.openFile('web.yaml');
    await workbench.goTo(10, 12);
    await workbench.run('Sidecar Guard: Pin Image to Running Digest…');
    await workbench.line(DIGEST('a')).waitFor();
    await workbench.screenshot('running-digests');
    await workbench.choose(DIGEST('b'));
    const line = workbench.page.locator('.view-line', { hasText: DIGEST('b').slice(0, 12) });
    await line.waitFor();
    expect((await line.innerText()).replaceAll('\u00a0', ' ')).toBe(`          image: ${WEB}@${DIGEST('b')} # ours`);
  });

  it('audits running pods, by a page that leads to the manifests, and anew when asked again', async () => {
    const body = workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('body');
    const bank = cluster.own('bank');
    const audit = async (): Promise<void> => {
      await workbench.run('Sidecar Guard: Audit Running Pods');
      await workbench.choose(bank);
    };
    await audit();
    await body.getByText('Undeclared container: "miner"').waitFor();
    expect(await body.locator('h1').innerText()).toBe(`Running pods in ${bank} of test`);
    expect(await body.locator('h2').allInnerTexts()).toEqual([`Pod other in ${bank}`]);
    await workbench.screenshot('audit');
    await body.getByRole('link', { name: 'other.yaml:6' }).click();
    await workbench.page.locator('.tab.active', { hasText: 'other.yaml' }).waitFor();
    await workbench.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 6' }).waitFor();
    await cluster.put(otherPod(['other', 'miner', 'another']));
    await audit();
    await body.getByText('2 errors in 1 pod of 1 workload.', { exact: true }).waitFor();
    // While the page is in front, too.
    await cluster.put(otherPod(['other']));
    await audit();
    await body.getByText('1 pod of 1 workload', { exact: false }).waitFor();
  });

  it('adds an ephemeral container where there is no shell, after saying that it stays', async () => {
    await workbench.openFile('web.yaml');
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.choose('web-a');
    await workbench.choose('bare');
    const offer = await workbench.notification('The image of bare has no shell.');
    await offer.getByRole('button', { name: 'Debug with Another Image…' }).click();
    await workbench.fill('busybox:1.36');
    await workbench.page.keyboard.press('Enter');
    await workbench.dialog('it stays in the pod until the pod is deleted').waitFor();
    expect(await ephemeralContainers()).toEqual([]);
    await workbench.answer('Add Container');
    await expect.poll(ephemeralContainers).toMatchObject([{ image: 'busybox:1.36', targetContainerName: 'bare' }]);
    const [{ name } = {}] = await ephemeralContainers();
    await workbench.terminal(new RegExp(`${name}`));
  });

  async function ephemeralContainers(): Promise<ReturnType<typeof records>> {
    const words = ['--namespace', cluster.own('shop'), 'get', 'pod', 'web-a', '--output=json'];
    const { stdout } = await kubectl(await installKubectl('newest'), cluster, words);
    return records(fieldsOf(fieldsOf(JSON.parse(stdout)).spec).ephemeralContainers);
  }
});
