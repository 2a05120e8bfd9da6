import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workbench } from './workbench';

const UNFINISHED =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ';
const SEED = readFileSync('test/fixtures/seed/sidecar-injection.yaml', 'utf8');

describe('the packed extension in VS Code', () => {
  let folder: string;
  let vsix: string;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-vsix-'));
    vsix = join(folder, 'sidecar-guard.vsix');
    execFileSync(process.execPath, ['scripts/package.mjs', vsix], { stdio: 'inherit' });
    workbench = await Workbench.start(vsix, { 'pod.yaml': SEED, 'new.yaml': UNFINISHED });
  });

  afterAll(async () => {
    await workbench?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is less than 1 MB to download', () => {
    expect(statSync(vsix).size).toBeLessThan(1_000_000);
  });

  it('underlines what is wrong, and says who is in the pod', async () => {
    const { page } = workbench;
    await workbench.openFile('pod.yaml');
    await page.locator('.squiggly-warning').first().waitFor();
    // The language status opens when it has the pointer on it.
    await page.locator('#status\\.languageStatus').hover();
    const status = page
      .locator('.hover-language-status', { hasText: 'Sidecar Guard' })
      .or(page.locator('.hover-language-status', { hasText: '1 app, 1 sidecar' }));
    await status.first().waitFor();
    expect(await status.first().innerText()).toContain('1 app, 1 sidecar');
    await workbench.screenshot('squiggles');
  });

  it('mounts the volume read-only from the lightbulb', async () => {
    const { page } = workbench;
    await page.keyboard.press('Escape');
    await workbench.goTo(20, 25);
    await page.keyboard.press('Control+.');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'read-only in "sidecar-container"' });
    await fix.waitFor();
    await workbench.screenshot('lightbulb');
    await fix.click();
    await page.locator('.view-line', { hasText: 'readOnly:' }).first().waitFor();
    await workbench.screenshot('fixed');
  });

  it('underlines what is being typed', async () => {
    const { page } = workbench;
    await workbench.openFile('new.yaml');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('registry.example.com/web:latest', { delay: 5 });
    await page.locator('.squiggly-warning').first().waitFor();
    await workbench.screenshot('typing');
  });
});
