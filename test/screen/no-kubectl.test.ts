import { afterAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { installKubectl } from '../hosts/kubectl.mjs';
import { Workbench } from './workbench';

const MANIFEST =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers: [{ name: web, image: nginx }]\n';

describe('kubectl', () => {
  let workbench: Workbench | undefined;

  beforeEach(async () => {
    await workbench?.stop();
    onTestFailed(() => workbench?.screenshot('failed'));
  });

  afterAll(() => workbench?.stop());

  it('is not run while the workspace is not trusted, which is said', async () => {
    workbench = await Workbench.start({ 'web.yaml': MANIFEST }, { isTrusted: false });
    await workbench.page.locator('#status\\.workspaceTrust', { hasText: 'Restricted Mode' }).waitFor();
    await workbench.openFile('web.yaml');
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.notification('kubectl was not run: this workspace is not trusted.');
    await workbench.screenshot('untrusted');
    expect(await workbench.page.locator('.quick-input-widget').isVisible()).toBe(false);
  });

  it('leads nowhere without a kubeconfig, which is said', async () => {
    const kubectl = await installKubectl('newest');
    workbench = await Workbench.start(
      { 'web.yaml': MANIFEST },
      { environment: { KUBECONFIG: '/no/such/file' }, settings: { 'sidecarGuard.kubectl.path': kubectl } },
    );
    await workbench.openFile('web.yaml');
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.notification('kubectl has no kubeconfig that names a cluster.');
    await workbench.screenshot('no-kubeconfig');
  });

  it('is not run in a browser, which is said', async () => {
    workbench = await Workbench.startInBrowser({ 'web.yaml': MANIFEST });
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'web.yaml' }).dblclick();
    await workbench.page.locator('#status\\.languageStatus').waitFor();
    await workbench.run('Sidecar Guard: Exec into Container…');
    await workbench.notification("kubectl can't run in a browser.");
    await workbench.screenshot('browser');
  });
});
