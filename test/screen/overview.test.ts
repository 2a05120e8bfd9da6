import { afterAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { pageOf, violations } from './webview';
import { Workbench } from './workbench';

const WEB = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
    - name: "<b onclick=alert(1)>"
      image: registry.example.com/log-reader:1
      securityContext:
        privileged: true
`;
const THEMES = ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'];

describe('the whole workspace', () => {
  let workbench: Workbench | undefined;

  beforeEach(async () => {
    await workbench?.stop();
    onTestFailed(() => workbench?.screenshot('failed'));
  });

  afterAll(() => workbench?.stop());

  it('is seen by keyboard, from the view of pods to a finding and its fix', async () => {
    workbench = await Workbench.start({ 'web.yaml': WEB });
    const { page } = workbench;
    await workbench.openFromExplorer('web.yaml');
    await workbench.run('Sidecar Guard: Focus on Pods View');
    const row = (text: string) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
    await row('web').waitFor();
    // An empty view can't have the focus, and one that is still read changes under the hands.
    await page.locator('.pane-body .message', { hasText: 'Reading' }).waitFor({ state: 'detached' });
    await workbench.run('Sidecar Guard: Focus on Pods View');
    await page.locator('.pane-body .monaco-list:focus').waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await row('<b onclick=alert(1)>').waitFor();
    await page.keyboard.press('End');
    await workbench.screenshot('views');
    // The list of findings, by rule.
    await row('privileged').click();
    await row('web.yaml:13').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('#status\\.editor\\.selection', { hasText: 'Ln 13' }).waitFor();
    await row('web.yaml:13').hover();
    await row('web.yaml:13').getByRole('button', { name: 'Fix' }).click();
    await expect.poll(() => page.locator('.view-lines').innerText()).toMatch(/privileged:\sfalse/);
    await row('privileged').waitFor({ state: 'detached' });
  });

  it.each(THEMES)('is a report that everybody can read, in %s', async (theme) => {
    workbench = await Workbench.start({ 'web.yaml': WEB }, { settings: { 'workbench.colorTheme': theme } });
    await workbench.openFromExplorer('web.yaml');
    await workbench.run('Sidecar Guard: Show Workspace Report');
    const frame = await pageOf(workbench);
    await workbench.screenshot(`report-${theme.replaceAll(' ', '-').toLowerCase()}`);
    expect(await frame.locator('b').count()).toBe(0);
    expect(await violations(frame)).toEqual([]);
    await frame.locator('button[data-line="12"]').first().click();
    await workbench.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 13' }).waitFor();
  });

  it('is seen in a browser, too', async () => {
    workbench = await Workbench.startInBrowser({ 'web.yaml': WEB });
    await workbench.openFromExplorer('web.yaml');
    await workbench.run('Sidecar Guard: Focus on Findings View');
    await workbench.page.locator('.pane-body .monaco-list-row', { hasText: 'privileged' }).first().waitFor();
    await workbench.screenshot('views-browser');
  });
});
