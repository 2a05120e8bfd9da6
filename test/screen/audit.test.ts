import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import type { Cluster } from '../stand-in/cluster.ts';
import { runningPod } from '../stand-in/pods.ts';
import { startClusterWorkbench } from './cluster-workbench';
import type { Workbench } from './workbench';

const MANIFEST = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
`;

/** The pod as it runs, with more containers than it was meant to have. */
function pod(containers: readonly string[]) {
  const images = { web: 'registry.example.com/web:2' };
  return runningPod('web', containers, { namespace: 'shop', images });
}

describe('an audit of running pods', () => {
  let cluster: Cluster;
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    const objects = [pod(['web', 'miner'])];
    ({ cluster, workbench, stop } = await startClusterWorkbench('newest', { 'web.yaml': MANIFEST }, { objects }));
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(() => stop?.());

  const page = () => workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('body');

  async function audit(): Promise<void> {
    await workbench.run('Sidecar Guard: Audit Running Pods');
    await workbench.choose('All namespaces');
  }

  it('is a page that leads to the manifests', async () => {
    await workbench.openFile('web.yaml');
    await audit();
    await page().getByText('Undeclared container: "miner"').waitFor();
    expect(await page().locator('h1').innerText()).toBe('Running pods in all namespaces of test');
    expect(await page().locator('h2').allInnerTexts()).toEqual(['Pod web in shop']);
    await workbench.screenshot('audit');
    await page().getByRole('link', { name: 'web.yaml:8' }).click();
    await workbench.page.locator('.tab.active', { hasText: 'web.yaml' }).waitFor();
    await workbench.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 8' }).waitFor();
  });

  it('is brought up to date by asking again', async () => {
    cluster.store.put(pod(['web']));
    await audit();
    await page().getByText('1 warning in 1 pod of 1 workload.', { exact: true }).waitFor();
    // While the page is in front, too.
    cluster.store.put(pod(['web', 'miner', 'another']));
    await audit();
    await page().getByText('2 errors, 1 warning in 1 pod of 1 workload.', { exact: true }).waitFor();
  });
});
