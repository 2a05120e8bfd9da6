import { afterAll, beforeEach, describe, it, onTestFailed } from 'vitest';
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
});
