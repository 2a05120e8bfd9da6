import { execFile, execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from '../../../scripts/load.mjs';
import { launchChromium } from '../../hosts/chromium.mjs';
import { startCodeServer } from '../../hosts/code-server.mjs';
import { installKubectl } from '../../hosts/kubectl.mjs';

const PODS = 20_000;
/** A namespace as large as big ones are. */
const SHOP = { name: 'shop', pods: 1000 };
/** How often the list of it is opened. */
const TIMES = 5;

/**
 * The picker of a real VS Code while many pods come, as a user sees it.
 * @param {import('../measure/figure').Figures} figures
 * @param {string} parent a folder for files
 */
export async function measurePicker(figures, parent) {
  const { startCluster } = await load('test/stand-in/cluster.ts');
  const { runningPod } = await load('test/stand-in/pods.ts');
  const { median } = await load('test/bench/measure/statistics.ts');
  const folder = join(parent, 'picker');
  await mkdir(folder);
  const vsix = join(folder, 'sidecar-guard.vsix');
  execFileSync(process.execPath, ['scripts/package.mjs', vsix], { stdio: 'ignore' });
  // The language status of a YAML file says that the extension is there.
  await writeFile(join(folder, 'empty.yaml'), '');
  let firstChunk = Number.NaN;
  let chunks = 0;
  const cluster = await startCluster({
    objects: [
      ...[...Array(PODS).keys()].map((index) => runningPod(`pod-${String(index).padStart(5, '0')}`, ['app'])),
      ...[...Array(SHOP.pods).keys()].map((index) =>
        runningPod(`web-${String(index).padStart(5, '0')}`, ['app'], { namespace: SHOP.name }),
      ),
    ],
    gates: [
      async ({ resource, verb, namespace }) => {
        if (resource !== 'pods' || verb !== 'list' || namespace !== 'default') return;
        chunks++;
        if (chunks === 1) firstChunk = performance.now();
      },
    ],
  });
  const kubectl = await installKubectl('newest');
  const vscode = await startCodeServer({
    vsix,
    environment: cluster.environment,
    settings: { 'sidecarGuard.kubectl.path': kubectl },
  });
  const browser = await launchChromium();
  const page = await browser.newPage();
  try {
    await page.goto(vscode.address(folder));
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'empty.yaml' }).dblclick();
    await page.locator('#status\\.languageStatus').waitFor();
    const input = page.locator('.quick-input-box input:focus');
    const row = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    const typed = async (text, found) => {
      const started = performance.now();
      await input.fill(text);
      await row(found).waitFor();
      return performance.now() - started;
    };
    const open = async (namespace) => {
      await page.keyboard.press('F1');
      await input.fill('>Sidecar Guard: Describe Pod');
      await row('Sidecar Guard: Describe Pod').click();
      await page.locator('.quick-input-title', { hasText: 'namespace of' }).waitFor();
      await row(namespace).click();
    };
    await open('default');
    await row('pod-00000').waitFor();
    const first = performance.now() - firstChunk;
    const early = await typed('00499', 'pod-00499');
    const seen = chunks;
    const complete = await typed('19999', 'pod-19999').then(() => performance.now() - firstChunk);
    const late = await typed('1234', 'pod-01234');
    figures.add('Picker of 20,000 pods: the first can be seen', first / 1000, 's', { limit: { most: 1 } });
    figures.add('Picker of 20,000 pods: all can be found', complete / 1000, 's');
    figures.add(`Picker of 20,000 pods: typing, after ${seen} of ${chunks} chunks`, early / 1000, 's', {
      limit: { most: 1 },
    });
    figures.add('Picker of 20,000 pods: typing, with all of them', late / 1000, 's', { limit: { most: 1 } });
    const lists = [];
    const kubectls = [];
    for (let time = 0; time < TIMES; time++) {
      await page.keyboard.press('Escape');
      await open(SHOP.name);
      const started = performance.now();
      await page.locator('.quick-input-title', { hasText: 'pod of' }).waitFor();
      await typed('00999', 'web-00999');
      lists.push(performance.now() - started);
      kubectls.push(await timeOfKubectl(kubectl, cluster.environment));
    }
    const [ours, its] = [median(lists), median(kubectls)];
    figures.add('kubectl get pods, of 1,000 pods', its / 1000, 's');
    figures.add('Picker of 1,000 pods: all can be found, over the time of kubectl', (ours - its) / 1000, 's', {
      limit: { most: 0.5 },
    });
  } finally {
    await browser.close();
    await vscode.stop();
    await cluster.close();
  }
}

/** How long kubectl takes to print the pods, in milliseconds. The cluster runs in this process, which must not wait. */
async function timeOfKubectl(kubectl, environment) {
  const started = performance.now();
  const words = ['get', 'pods', `--namespace=${SHOP.name}`];
  await promisify(execFile)(kubectl, words, { env: { ...process.env, ...environment } });
  return performance.now() - started;
}
