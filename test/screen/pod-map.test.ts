import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { afterAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { largePod } from '../unit/map/maps';
import { pageOf, violations } from './webview';
import { Workbench } from './workbench';

const FILES = {
  'shop.yaml': readFileSync('examples/payments-deployment.yaml', 'utf8'),
  'large.yaml': largePod(12, 20, 3),
};
const THEMES = ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'];

describe('the map of a pod', () => {
  let workbench: Workbench | undefined;

  beforeEach(async () => {
    await workbench?.stop();
    onTestFailed(() => workbench?.screenshot('failed'));
  });

  afterAll(() => workbench?.stop());

  it('opens from above a workload, leads to lines, and follows what is typed', async () => {
    workbench = await Workbench.start(FILES);
    const { page } = workbench;
    await workbench.openFile('shop.yaml');
    const lenses = page.locator('.codelens-decoration');
    await lenses.filter({ hasText: '1 app container, 1 sidecar' }).filter({ hasText: 'not gated' }).waitFor();
    // There is no kubeconfig here.
    expect(await lenses.allInnerTexts()).not.toContain('Logs');
    await lenses.getByRole('button', { name: 'Map' }).first().click();
    const frame = await pageOf(workbench);
    await frame.locator('#drawing g.container', { hasText: 'log-shipper' }).click();
    await page.locator('#status\\.editor\\.selection', { hasText: 'Ln 54' }).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.type('-two');
    await frame.locator('#drawing g.container', { hasText: 'log-shipper-two' }).waitFor();
    await frame.locator('#list', { hasText: 'log-shipper-two' }).waitFor();
  });

  it('is used by keyboard', async () => {
    workbench = await Workbench.start(FILES);
    const { page } = workbench;
    await workbench.openFile('shop.yaml');
    await workbench.goTo(30, 1);
    await workbench.run('Sidecar Guard: Show Pod Map');
    const frame = await pageOf(workbench);
    await frame.locator('#drawing g.container').first().waitFor();
    await frame.locator('#drawing').focus();
    const width = () => frame.locator('#drawing svg').evaluate((svg) => svg.getBoundingClientRect().width);
    const before = await width();
    await page.keyboard.press('+');
    await expect.poll(width).toBeGreaterThan(before);
    const processes = frame.locator('#drawing [data-part="processes"]:focus');
    for (let turn = 0; turn < 9 && (await processes.count()) === 0; turn++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#status\\.editor\\.selection', { hasText: 'Ln 29' }).waitFor();
  });

  it.each(THEMES)('can be read by everybody, in %s', async (theme) => {
    workbench = await Workbench.start(FILES, { settings: { 'workbench.colorTheme': theme } });
    await workbench.openFile('large.yaml');
    await workbench.run('Sidecar Guard: Show Pod Map');
    const frame = await pageOf(workbench);
    await frame.locator('#drawing g.container').first().waitFor();
    await workbench.screenshot(`pod-map-${theme.replaceAll(' ', '-').toLowerCase()}`);
    expect(await violations(frame)).toEqual([]);
    expect(await coveredTexts(frame)).toEqual([]);
  });

  it('is opened in a browser, too', async () => {
    workbench = await Workbench.startInBrowser(FILES);
    await workbench.openFromExplorer('shop.yaml');
    await workbench.goTo(30, 1);
    await workbench.run('Sidecar Guard: Show Pod Map');
    // The browser of the tests gives pages no service worker, so nothing is seen inside of the tab.
    await workbench.page.locator('.tab', { hasText: 'Pod Map' }).waitFor();
  });
});

/** The texts of the drawing that another one covers, with the fonts that there are here. */
async function coveredTexts(frame: Frame): Promise<string[]> {
  const all = await frame.locator('#drawing text').evaluateAll((texts) =>
    texts.map((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      return { words: text.textContent, left, right, top, bottom };
    }),
  );
  // Letters do not fill the height of their line.
  return all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter(
        (other) =>
          one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom,
      )
      .map((other) => `${one.words} / ${other.words}`),
  );
}
