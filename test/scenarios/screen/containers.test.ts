import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
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

/** A pod of the Deployment. */
function webPod(name: string): KubeObject {
  const images = { web: WEB, 'log-shipper': 'registry.example.com/logs:1', bare: 'distroless' };
  return runningPod(name, Object.keys(images), { namespace: 'shop', labels: { app: 'web' }, images });
}

describe('VS Code before a cluster', () => {
  let cluster: ScenarioCluster;
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    ({ cluster, workbench, stop } = await startScenarioWorkbench(
      'newest',
      (own) => ({ 'web.yaml': manifest(own('shop')) }),
      { isLive: true, objects: [webPod('web-a'), webPod('web-b')], images: { distroless: 'empty' } },
    ));
    await workbench.openFile('web.yaml');
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(async () => {
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
    await workbench.terminal(new RegExp(`${name}`));
  });

  async function ephemeralContainers(): Promise<ReturnType<typeof records>> {
    const words = ['--namespace', cluster.own('shop'), 'get', 'pod', 'web-a', '--output=json'];
    const { stdout } = await kubectl(await installKubectl('newest'), cluster, words);
    return records(fieldsOf(fieldsOf(JSON.parse(stdout)).spec).ephemeralContainers);
  }
});
