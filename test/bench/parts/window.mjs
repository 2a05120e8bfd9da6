import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from '../../../scripts/load.mjs';
import { launchChromium } from '../../hosts/chromium.mjs';
import { startCodeServer } from '../../hosts/code-server.mjs';

/** Of 32 lines. */
const DOCUMENTS = 350;
/** Keys are pressed in the window with the extension and in the one without it in turn, so that both are disturbed alike. */
const ROUNDS = 8;
const KEYS = 20;
/** Between two keys, in milliseconds, as people type. */
const TYPING_MS = 180;

/**
 * From a key to its character on the screen, in two real VS Codes: with and without the extension.
 * @param {import('../measure/figure').Figures} figures
 * @param {string} parent a folder for files
 */
export async function measureWindow(figures, parent) {
  const { longFile } = await load('test/bench/texts/long-file.ts');
  const { median, percentile } = await load('test/bench/measure/statistics.ts');
  const folder = join(parent, 'window');
  await mkdir(folder);
  const vsix = join(folder, 'sidecar-guard.vsix');
  execFileSync(process.execPath, ['scripts/package.mjs', vsix], { stdio: 'ignore' });
  await writeFile(join(folder, 'long.yaml'), longFile(DOCUMENTS));
  const windows = [];
  try {
    const [without, own] = [await TypingWindow.open(folder), await TypingWindow.open(folder, vsix)];
    windows.push(without, own);
    await own.page.locator('.squiggly-warning').first().waitFor();
    for (const window of windows) await window.type(KEYS);
    for (const window of windows) await window.times();
    for (let round = 0; round < ROUNDS; round++) for (const window of windows) await window.type(KEYS);
    const [theirs, ours] = [await without.times(), await own.times()];
    for (const [name, of] of [
      ['median', median],
      ['p95', (times) => percentile(times, 0.95)],
    ]) {
      figures.add(`Key to paint, 11,201 lines, without the extension, ${name}`, of(theirs), 'ms');
      figures.add(`Key to paint, 11,201 lines, with it, ${name}`, of(ours), 'ms');
      figures.add(`Key to paint with the extension, of the time without it, ${name}`, of(ours) / of(theirs), '×', {
        limit: { most: 1.15 },
      });
    }
  } finally {
    for (const window of windows) await window.close();
  }
}

/** A VS Code with the file open. */
class TypingWindow {
  constructor(page, stop) {
    this.page = page;
    this.close = stop;
  }

  static async open(folder, vsix) {
    const vscode = await startCodeServer(vsix === undefined ? {} : { vsix });
    const browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(vscode.address(folder));
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'long.yaml' }).dblclick();
    await page.locator('.view-line').first().click();
    await page.evaluate(measureKeys);
    return new TypingWindow(page, async () => {
      await browser.close();
      await vscode.stop();
    });
  }

  /** Types letters behind the name of the first Deployment, and deletes them. */
  async type(keys) {
    await this.page.locator('.view-line', { hasText: 'name: shop-0' }).first().click();
    await this.page.keyboard.press('End');
    for (let key = 0; key < keys; key++) {
      await this.page.keyboard.press('x');
      await this.page.waitForTimeout(TYPING_MS);
    }
    for (let key = 0; key < keys; key++) await this.page.keyboard.press('Backspace');
    await this.page.waitForTimeout(1000);
  }

  /** The times since the last call, in milliseconds. */
  times() {
    return this.page.evaluate(() => window.takeKeyTimes());
  }
}

/** Runs in the page: notes the time from each letter to the frame that shows it. */
function measureKeys() {
  let times = [];
  let pressed;
  window.takeKeyTimes = () => {
    const taken = times;
    times = [];
    return taken;
  };
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'x') pressed = event.timeStamp;
    },
    true,
  );
  const observer = new MutationObserver(() => {
    if (pressed === undefined) return;
    const start = pressed;
    pressed = undefined;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => times.push(performance.now() - start);
      port2.postMessage(undefined);
    });
  });
  observer.observe(document.querySelector('.view-lines'), { childList: true, subtree: true, characterData: true });
}
