import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { type Cluster, startCluster } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/objects.ts';
import { runningPod } from '../cluster/pods.ts';
import { installKubectl } from '../hosts/kubectl.mjs';
import { Workbench } from './workbench';

/** Would be run by a shell, were there one in between. */
const ODD = 'it\'s "$(touch pwned)" `touch pwned`; touch pwned';
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
  metadata: { name: 'web-7f', namespace: 'shop' },
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
  let folder: string;
  let cluster: Cluster;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-vsix-'));
    const vsix = join(folder, 'sidecar-guard.vsix');
    execFileSync(process.execPath, ['scripts/package.mjs', vsix], { stdio: 'ignore' });
    const kubectl = await installKubectl('newest');
    cluster = await startCluster({
      objects: [
        REPLICA_SET,
        webPod('web-7f-a'),
        webPod('web-7f-b'),
        runningPod('other', ['other'], { namespace: 'shop' }),
      ],
      contexts: [{ name: ODD }, { name: 'prod-eu' }],
      images: { distroless: 'empty' },
    });
    const PATH = `${dirname(kubectl)}:${process.env.PATH}`;
    workbench = await Workbench.start(
      vsix,
      { 'web.yaml': MANIFEST },
      {
        environment: { ...cluster.environment, PATH },
        settings: { 'terminal.integrated.gpuAcceleration': 'off' },
      },
    );
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(async () => {
    await workbench?.stop();
    await cluster?.close();
    await rm(folder, { recursive: true, force: true });
  });

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
      ['web', 'app · running'],
      ['miner', 'app · injected · running'],
      ['bare', 'app · injected · running'],
      ['log-shipper', 'sidecar · running'],
    ]);
    // The cursor is in this container.
    expect(await page.locator('.quick-input-list .monaco-list-row.focused').innerText()).toContain('log-shipper');
    await workbench.screenshot('containers');
    await page.keyboard.press('Enter');
    await workbench.terminal(/#$/);
    await page.keyboard.type('cat /etc/container-name\n');
    await workbench.terminal(/\nlog-shipper\n/);
    await workbench.screenshot('shell');
    expect(existsSync('pwned')).toBe(false);
  });

  it('follows the size of the window, and its exit code is shown', async () => {
    const { page } = workbench;
    await page.keyboard.type('was=$(stty size)\n');
    await page.setViewportSize({ width: 800, height: 600 });
    await page.keyboard.type('until [ "$(stty size)" != "$was" ]; do :; done; echo resized $((6 * 7))\n');
    await workbench.terminal(/resized 42/);
    await page.keyboard.type('exit 3\n');
    await page.locator('.statusbar-item', { hasText: 'log-shipper of web-7f-b ended with exit code 3' }).waitFor();
  });
});
