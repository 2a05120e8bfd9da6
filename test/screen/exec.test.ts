import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import type { Cluster } from '../stand-in/cluster.ts';
import { fieldsOf, type KubeObject, records } from '../stand-in/objects.ts';
import { runningPod } from '../stand-in/pods.ts';
import { RESOURCES } from '../stand-in/resources.ts';
import { startClusterWorkbench } from './cluster-workbench';
import type { Workbench } from './workbench';

/** Would be run by a shell, were there one in between. */
const ODD = 'it\'s "$(touch pwned)" `touch pwned`; touch pwned';
/** Would be filled in by VS Code. */
const VARIABLE = 'at ${env:HOME}';
const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1
        - name: log-shipper
          image: registry.example.com/logs:1
`;
const OWNER = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7f', uid: '1', controller: true };
const REPLICA_SET: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name: 'web-7f',
    namespace: 'shop',
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: '2', controller: true }],
  },
  spec: { template: { spec: { containers: [{ name: 'web' }, { name: 'log-shipper' }] } } },
};

function webPod(name: string): KubeObject {
  const images = { web: 'registry.example.com/web:1', miner: 'docker.io/evil/miner:1', bare: 'distroless' };
  const pod = runningPod(name, ['log-shipper', 'web', 'miner', 'bare'], {
    namespace: 'shop',
    labels: { app: 'web' },
    images,
  });
  return { ...pod, metadata: { ...pod.metadata, ownerReferences: [OWNER] } };
}

describe('a shell in a container', () => {
  let cluster: Cluster;
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    const files = { 'web.yaml': MANIFEST };
    ({ cluster, workbench, stop } = await startClusterWorkbench('newest', files, {
      objects: [
        REPLICA_SET,
        webPod('web-7f-a'),
        webPod('web-7f-b'),
        runningPod('other', ['other'], { namespace: 'shop' }),
      ],
      contexts: [{ name: ODD }, { name: 'prod-eu' }, { name: VARIABLE }],
      images: { distroless: 'empty' },
    }));
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(() => stop?.());

  it('is reached from the manifest by way of context, pod and container', async () => {
    const { page } = workbench;
    await workbench.openFile('web.yaml');
    await workbench.goTo(14, 20);
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.choose(ODD);
    await workbench.line('web-7f-b').waitFor();
    // The manifest says the namespace, and which pods are its own.
    expect(await workbench.lines()).toEqual([
      ['web-7f-a', '4/4 · Running'],
      ['web-7f-b', '4/4 · Running'],
    ]);
    await workbench.screenshot('pods');
    await workbench.choose('web-7f-b');
    await workbench.line('miner').waitFor();
    expect(await workbench.lines()).toEqual([
      ['web', 'app container · running, ready'],
      ['miner', 'app container · injected · running, ready'],
      ['bare', 'app container · injected · running, ready'],
      ['log-shipper', 'sidecar · running, ready'],
    ]);
    // The cursor is in this container.
    expect(await workbench.focusedLine().innerText()).toContain('log-shipper');
    await workbench.screenshot('odd-context');
    await page.keyboard.press('Enter');
    await workbench.terminal(/#$/);
    await page.keyboard.type('cat /etc/container-name\n');
    await workbench.terminal(/\nlog-shipper\n/);
    await workbench.screenshot('shell');
    expect(existsSync('pwned')).toBe(false);
  });

  it('follows the size of the window, and the status of its last command is no failure', async () => {
    const { page } = workbench;
    await page.keyboard.type('was=$(stty size); echo measured $((6 * 7))\n');
    await workbench.terminal(/measured 42/);
    await page.setViewportSize({ width: 800, height: 600 });
    await page.keyboard.type('until [ "$(stty size)" != "$was" ]; do :; done; echo resized $((6 * 7))\n');
    await workbench.terminal(/resized 42/);
    await page.keyboard.type('exit 3\n');
    await workbench.noTerminal();
  });

  it('that an image does not have is one in an ephemeral container, after saying that this stays', async () => {
    const { page } = workbench;
    await page.setViewportSize({ width: 1100, height: 700 });
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.choose(ODD);
    await workbench.choose('web-7f-a');
    await workbench.choose('bare');
    await workbench.terminal(/The shell in bare of web-7f-a could not be opened\. There is no shell in .*Enter:$/s);
    await workbench.screenshot('no-shell');
    // What was typed for a shell does nothing.
    await page.keyboard.type('ls -l\n');
    await workbench.terminal(/ls -l\n.*Enter:$/s);
    await page.keyboard.type('d\n');
    await page.locator('.quick-input-title', { hasText: 'Debug bare of web-7f-a: image' }).waitFor();
    await workbench.fill('Not an image');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-message', { hasText: 'Write the name of an image' }).waitFor();
    await workbench.fill('busybox:1.36');
    await page.keyboard.press('Enter');
    await workbench.line('netadmin').waitFor();
    await workbench.screenshot('debug-profiles');
    await page.keyboard.press('Enter');
    await workbench.dialog('it stays in the pod until the pod is deleted').waitFor();
    await workbench.screenshot('ephemeral');
    expect(cluster.requests.filter(({ path }) => path.endsWith('/ephemeralcontainers'))).toEqual([]);
    await workbench.answer('Add Container');
    await workbench.terminal(/#$/);
    const [added] = ephemeralContainers(cluster, 'web-7f-a');
    expect(added).toMatchObject({ image: 'busybox:1.36', targetContainerName: 'bare' });
    await page.keyboard.type('cat /etc/container-name\n');
    await workbench.terminal(new RegExp(`\\n${added?.name}\\n`));
    await page.keyboard.type('exit\n');
    await workbench.noTerminal();
  });

  it('is asked about first where the cluster looks like production', async () => {
    const { page } = workbench;
    const before = cluster.requests.length;
    // What VS Code says of shells that have ended would hide the picture of the next one.
    await workbench.run('Notifications: Clear All Notifications');
    for (const answer of ['Cancel', 'Open a shell in web']) {
      await workbench.run('Sidecar Guard: Exec into Container…');
      await page.locator('.quick-input-title', { hasText: 'Exec: context' }).waitFor();
      // The list starts where the user was the last time.
      await workbench
        .focusedLine()
        .filter({ hasText: answer === 'Cancel' ? ODD : 'prod-eu' })
        .waitFor();
      await workbench.chooseIn('Exec: context', 'prod-eu');
      await workbench.chooseIn('Exec: pod of', 'web-7f-a');
      await workbench.line('miner').waitFor();
      await workbench.screenshot('containers');
      await workbench.chooseIn('Exec: container of', 'web');
      await page.locator('.quick-input-title', { hasText: 'Exec in PRODUCTION' }).waitFor();
      await workbench.line('Open a shell in web').waitFor();
      expect(cluster.requests.slice(before).filter(({ subresource }) => subresource === 'exec')).toEqual([]);
      await workbench.screenshot('production');
      // Enter alone does nothing.
      expect(await workbench.focusedLine().innerText()).toContain('Cancel');
      if (answer === 'Cancel') await page.keyboard.press('Enter');
      else await workbench.chooseIn('Exec in PRODUCTION', answer);
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    }
    await workbench.terminal(/^ PRODUCTION: prod-eu\/shop\/web-7f-a\/web .*#$/s);
    await page
      .locator('.single-terminal-tab', { hasText: 'PRODUCTION prod-eu/shop/web-7f-a/web' })
      .locator('.codicon-warning')
      .waitFor();
    await workbench.screenshot('production-shell');
  });

  it('is opened with names that VS Code would fill in elsewhere', async () => {
    await workbench.page.keyboard.type('exit\n');
    await workbench.noTerminal();
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.chooseIn('Exec: context', VARIABLE);
    await workbench.chooseIn('Exec: pod of', 'web-7f-a');
    await workbench.chooseIn('Exec: container of', 'log-shipper');
    await workbench.terminal(/#$/);
    await workbench.page.keyboard.type('cat /etc/container-name\n');
    await workbench.terminal(/\nlog-shipper\n/);
  });
});

function ephemeralContainers({ store }: Cluster, pod: string) {
  const [pods] = RESOURCES.filter(({ name }) => name === 'pods');
  return records(fieldsOf(pods && store.find(pods, 'shop', pod)?.spec).ephemeralContainers);
}
