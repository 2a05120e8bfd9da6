import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFailed } from 'vitest';
import { Workbench } from './workbench';

const UNFINISHED =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ';
const SEED = readFileSync('test/fixtures/seed/sidecar-injection.yaml', 'utf8');

const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: our-registry
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }]
  variables:
    - name: containers
      expression: >-
        object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])
  validations:
    - expression: variables.containers.all(c, c.image.startsWith('registry.example.com/'))
      message: Only images from registry.example.com may run.
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: our-registry
spec:
  policyName: our-registry
  validationActions: [Deny]
  matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }
`;
const podIn = (namespace: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: ${namespace}\nspec:\n  containers:\n    - name: web\n      image: docker.io/example/web:1.0\n`;

describe('the packed extension in VS Code', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.start({
      'pod.yaml': SEED,
      'new.yaml': UNFINISHED,
      'policy.yaml': POLICY,
      'gated.yaml': podIn('shop'),
      'ungated.yaml': podIn('bank'),
    });
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(() => workbench?.stop());

  it('is less than 1.75 MiB to download, a quarter of it the server for agents', () => {
    expect(statSync(inject('vsix')).size).toBeLessThan(1_835_008);
  });

  it('underlines what is wrong, and says who is in the pod', async () => {
    const { page } = workbench;
    await workbench.openFile('pod.yaml');
    await page.locator('.squiggly-warning').first().waitFor();
    // The language status opens when it has the pointer on it.
    await page.locator('#status\\.languageStatus').hover();
    const status = page
      .locator('.hover-language-status', { hasText: 'Sidecar Guard' })
      .or(page.locator('.hover-language-status', { hasText: '1 app container, 1 sidecar' }));
    await status.first().waitFor();
    expect(await status.first().innerText()).toContain('1 app container, 1 sidecar');
    await workbench.screenshot('squiggles');
  });

  it('mounts the volume read-only from the lightbulb', async () => {
    const { page } = workbench;
    await page.keyboard.press('Escape');
    await workbench.goTo(20, 25);
    const fix = await workbench.codeAction('read-only in "sidecar-container"');
    await workbench.screenshot('lightbulb');
    await fix.click();
    await page.locator('.view-line', { hasText: 'readOnly:' }).first().waitFor();
    await workbench.screenshot('fixed');
  });

  it('silences a finding where and why its user says', async () => {
    const { page } = workbench;
    await workbench.goTo(16, 18);
    await (await workbench.codeAction('Silence a finding')).click();
    await workbench.choose('mutable-tag');
    await workbench.line('This line').waitFor();
    await workbench.screenshot('silence');
    await workbench.choose('This line');
    await workbench.fill('a demo, see the wiki');
    await page.keyboard.press('Enter');
    const comment = page.locator('.view-line', { hasText: /disable-next-line.mutable-tag.--.a.demo,.see.the.wiki/ });
    await comment.first().waitFor();
  });

  it('opens the page of a rule from its finding', async () => {
    const { page } = workbench;
    await workbench.goTo(11, 18);
    await workbench.run('Show or Focus Hover');
    await page.locator('.monaco-hover .code-link', { hasText: 'mutable-tag' }).first().click();
    await page.locator('.tab.active', { hasText: 'mutable-tag' }).waitFor();
    await workbench.screenshot('rule-page');
    await workbench.run('View: Close Editor');
    await page.locator('.tab', { hasText: 'mutable-tag' }).waitFor({ state: 'detached' });
  });

  it('underlines what is being typed', async () => {
    const { page } = workbench;
    await workbench.openFile('new.yaml');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('registry.example.com/web:latest', { delay: 5 });
    await page.locator('.squiggly-warning').first().waitFor();
    await workbench.screenshot('typing');
  });

  it('says what a policy makes of an image, and names the registry before it asks it', async () => {
    const { page } = workbench;
    await workbench.openFile('gated.yaml');
    await page.locator('.squiggly-error').first().waitFor();
    await workbench.goTo(9, 20);
    await workbench.run('Show or Focus Hover');
    const hover = page.locator('.monaco-hover', {
      hasText: 'denies it: Only images from registry.example.com may run',
    });
    await hover.first().waitFor();
    await workbench.screenshot('gate-hover');
    await page.keyboard.press('Escape');

    await workbench.goTo(9, 20);
    await (await workbench.codeAction('Pin docker.io/example/web:1.0')).click();
    const question = page.locator('.monaco-dialog-box', { hasText: 'Ask registry-1.docker.io for the digest' });
    await question.waitFor();
    await workbench.screenshot('pin-question');
    await question.getByText('Cancel').click();
    await question.waitFor({ state: 'detached' });
  });

  it('creates a gate for a pod that slips through, and shows it beside', async () => {
    const { page } = workbench;
    await workbench.openFile('ungated.yaml');
    await page.locator('.squiggly-warning').first().waitFor();
    await workbench.goTo(4, 10);
    await (await workbench.codeAction('image gate for ValidatingAdmissionPolicy')).click();
    await page.locator('.tab.active', { hasText: 'image-gate.yaml' }).waitFor();
    await page
      .locator('.view-line', { hasText: /kind:\s+ValidatingAdmissionPolicy$/ })
      .first()
      .waitFor();
    await workbench.screenshot('new-gate');
  });
});
