import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { startScenarioWorkbench } from '../../screen/cluster-workbench';
import type { Workbench } from '../../screen/workbench';
import { runningPod } from '../../stand-in/pods.ts';
import type { ScenarioCluster } from '../cluster.ts';
import { type BrokenContexts, breakContexts } from './broken-contexts.ts';

const manifest = (namespace: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "registry.example.com/web:1" }]
`;

const IN_SHOP = { namespace: 'shop', labels: { app: 'web' } };
/** No node has what it asks for. */
const WAITING = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-b', ...IN_SHOP },
  spec: { containers: [{ name: 'web', image: 'busybox:1.36' }], nodeSelector: { disk: 'none' } },
};

describe('who gets nowhere before a cluster', () => {
  let cluster: ScenarioCluster;
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;
  let broken: BrokenContexts;
  const connections = new Set<Socket>();
  /** Between kubectl and the API server, until it is cut. */
  const wire = createServer((socket) => {
    const there = connect(broken.serverPort, '127.0.0.1');
    for (const one of [socket, there]) connections.add(one.on('error', () => {}));
    socket.pipe(there).pipe(socket);
  });

  beforeAll(async () => {
    await once(wire.listen(0, '127.0.0.1'), 'listening');
    ({ cluster, workbench, stop } = await startScenarioWorkbench(
      'newest',
      (own) => ({ 'web.yaml': manifest(own('shop')) }),
      { isLive: true, objects: [runningPod('web-a', ['web', 'proxy'], IN_SHOP), WAITING] },
    ));
    broken = await breakContexts(cluster, 'shop', (wire.address() as AddressInfo).port);
    await workbench.openFile('web.yaml');
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(async () => {
    await broken?.clear();
    await stop?.();
    wire.close();
  });

  /** Types what is wanted into the list with this title, and takes it. */
  async function take(title: string, text: string): Promise<void> {
    await workbench.page.locator('.quick-input-title', { hasText: title }).waitFor();
    await workbench.page.keyboard.type(text);
    await workbench.focusedLine().filter({ hasText: text }).waitFor();
    await workbench.page.keyboard.press('Enter');
  }

  async function start(command: string, context: string): Promise<void> {
    await workbench.openFile('web.yaml');
    await workbench.goTo(9, 20);
    await workbench.run(`Sidecar Guard: ${command}…`);
    await take('context', context);
  }

  async function close(): Promise<void> {
    await workbench.page.keyboard.type('c\n');
    await workbench.noTerminal();
  }

  it.each([
    ['dead', 'Nothing answers at 127.0.0.1:1, the address of the cluster of the context "dead". Start the cluster'],
    ['foreign', 'The cluster of the context "foreign" has a certificate that the kubeconfig does not trust.'],
    ['expired', 'The cluster rejects your login to the context "expired": it may have expired. Log in again'],
    ['no-login', 'logs in to the context "no-login" with "no-such-login", which is not installed'],
    ['no-pods', 'may not list pods in the namespace "shop-'],
  ])('reads why, and is asked for another context: %s', async (context, why) => {
    await start('Exec into Container', context);
    await workbench.notification(why);
    await workbench.screenshot(`fails-${context}`);
    await workbench.page.locator('.quick-input-title', { hasText: 'Exec: context' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.run('Notifications: Clear All Notifications');
    await workbench.page.keyboard.press('Escape');
  });

  it('reads once what a pod waits for, and is led to its events', async () => {
    await start('Exec into Container', 'test');
    const pod = workbench.line('web-b');
    await pod.filter({ hasText: 'nodes are available' }).waitFor();
    await workbench.screenshot('fails-pending');
    expect((await pod.innerText()).split('nodes are available: 1 node(s)')).toHaveLength(2);
    await take('pod of', 'web-b');
    await workbench.line('Describe the pod').waitFor();
    // Nothing that is added to it would start.
    expect(await workbench.lines()).toEqual([['Describe the pod', 'its conditions and events']]);
    await workbench.page.keyboard.press('Escape');
  });

  it.each([
    ['Exec into Container', 'no-exec', 'create pods/exec', /\[a] again .* \[l] logs/s],
    ['Debug Container', 'no-debug', 'patch pods/ephemeralcontainers', /\[d] debug again/],
  ])(
    'reads in the terminal what may not be done, and chooses what to do: %s',
    async (command, context, act, choices) => {
      await start(command, context);
      await take('pod of', 'web-a');
      await take('container of', 'web');
      if (context === 'no-debug') await answerDebug();
      await workbench.terminal(/Enter:$/);
      const said = await workbench.terminalText();
      expect(said).toMatch(new RegExp(`could not be opened\\..* may not ${act}.* Ask your cluster administrator`));
      expect(said).toMatch(choices);
      await workbench.screenshot(`fails-${context}`);
      await close();
    },
  );

  async function answerDebug(): Promise<void> {
    await workbench.page.locator('.quick-input-title', { hasText: 'image' }).waitFor();
    await workbench.fill('busybox:1.36');
    await workbench.page.keyboard.press('Enter');
    await workbench.line('netadmin').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.dialog('it stays').waitFor();
    await workbench.answer('Add Container');
  }

  it('reads that a log may not be read, also where kubectl says last that it has waited', async () => {
    await start('Show Logs', 'no-logs');
    await take('pod of', 'web-a');
    await take('container of', 'web');
    await take('Logs of', 'Follow');
    await workbench.terminal(/Press any key/);
    expect(await workbench.terminalText()).toMatch(/kubectl ended .* may not get pods\/log .* Ask your cluster/);
    await workbench.screenshot('fails-no-logs');
    await workbench.page.keyboard.press('Enter');
    await workbench.noTerminal();
  });

  it('reads that a context, or the whole kubeconfig, has gone meanwhile', async () => {
    await workbench.goTo(9, 20);
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.line('no-exec').waitFor();
    await writeFile(cluster.kubeconfig, broken.without('no-exec'));
    await take('context', 'no-exec');
    await workbench.notification('The kubeconfig does not have the context "no-exec". Choose another context.');
    await workbench.page.keyboard.press('Escape');
    await writeFile(cluster.kubeconfig, 'apiVersion: v1\n  kind: [');
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.notification("kubectl can't read the kubeconfig");
    await workbench.screenshot('fails-kubeconfig');
    await writeFile(cluster.kubeconfig, broken.text);
  });

  it('reads that a shell was cut off, and from what', async () => {
    await start('Exec into Container', 'cut');
    await take('pod of', 'web-a');
    await take('container of', 'proxy');
    await workbench.terminal(/[#$]$/);
    wire.close();
    for (const one of connections) one.destroy();
    await workbench.terminal(/Enter:$/);
    expect(await workbench.terminalText()).toMatch(
      /The connection was cut, and the shell in proxy of web-a has ended\. Nothing answers at .*\[a] again/,
    );
    await workbench.screenshot('fails-cut');
    await close();
  });
});
