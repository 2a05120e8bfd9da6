import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from '../../scripts/load.mjs';
import { launchChromium } from '../hosts/chromium.mjs';
import { startCodeServer } from '../hosts/code-server.mjs';
import { installKubectl } from '../hosts/kubectl.mjs';

const PODS = 20_000;
/** What must hold, in milliseconds: from the first chunk on until its pods can be seen. */
const FIRST_LIMIT_MS = 1000;
/** And from a letter that is typed until what it finds can be seen, while pods come and when all are there. */
const TYPING_LIMIT_MS = 1000;

const { startCluster } = await load('test/cluster/cluster.ts');
const { runningPod } = await load('test/cluster/pods.ts');
const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-bench-'));
const vsix = join(folder, 'sidecar-guard.vsix');
execFileSync(process.execPath, ['scripts/package.mjs', vsix], { stdio: 'ignore' });
// The language status of a YAML file says that the extension is there.
await writeFile(join(folder, 'empty.yaml'), '');
let firstChunk = Number.NaN;
let chunks = 0;
const cluster = await startCluster({
  objects: [...Array(PODS).keys()].map((at) => runningPod(`pod-${String(at).padStart(5, '0')}`, ['app'])),
  gates: [
    async ({ resource, verb }) => {
      if (resource !== 'pods' || verb !== 'list') return;
      chunks++;
      if (chunks === 1) firstChunk = performance.now();
    },
  ],
});
const vscode = await startCodeServer({
  vsix,
  environment: cluster.environment,
  settings: { 'sidecarGuard.kubectl.path': await installKubectl('newest') },
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
  await page.keyboard.press('F1');
  await input.fill('>Sidecar Guard: Describe Pod');
  await row('Sidecar Guard: Describe Pod').click();
  await row('pod-00000').waitFor();
  const first = performance.now() - firstChunk;
  const early = await typed('00499', 'pod-00499');
  const seen = chunks;
  const complete = await typed('19999', 'pod-19999').then(() => performance.now() - firstChunk);
  const late = await typed('1234', 'pod-01234');
  console.log(
    `\n${PODS} pods in the picker of VS Code: the first after ${first.toFixed(0)} ms, all after ${complete.toFixed(0)} ms`,
  );
  console.log(
    `typing finds after ${early.toFixed(0)} ms while they come (${seen} of ${chunks} chunks), after ${late.toFixed(0)} ms with all of them`,
  );
  if (first > FIRST_LIMIT_MS || Math.max(early, late) > TYPING_LIMIT_MS) {
    console.error(`Too slow: at most ${FIRST_LIMIT_MS} ms to the first, and ${TYPING_LIMIT_MS} ms for what is typed.`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  await vscode.stop();
  await cluster.close();
  await rm(folder, { recursive: true, force: true });
}
