import { assert } from 'chai';
import * as vscode from 'vscode';
import { apply, closeAll, codeActions, findings, openText, workspaceFile } from './editor';

const EXPECTED = [
  '5 information image-gate-missing',
  '11 warning mutable-tag',
  '11 information unqualified-image',
  '15 information shared-service-account-token',
  '15 hint not-native',
  '16 warning mutable-tag',
  '16 information unqualified-image',
  '20 warning writable-shared-volume',
  '22 hint unbounded-shared-volume',
];
const sorted = (found: string[]): string[] => [...found].sort();
const isComplete = (found: string[]): boolean => found.length === EXPECTED.length;

describe('a manifest in the editor', () => {
  afterEach(closeAll);

  it('has its errors and warnings in Problems before it is opened, and after it was closed', async () => {
    const uri = workspaceFile('seed.yaml');
    const warnings = EXPECTED.filter((found) => found.includes('warning'));
    const isAsClosed = (found: string[]): boolean => sorted(found).join() === sorted(warnings).join();
    await findings(uri, isAsClosed);
    // VS Code keeps what an extension has opened, without a tab, for minutes.
    await vscode.commands.executeCommand('vscode.open', uri);
    await findings(uri, isComplete);
    await closeAll();
    await findings(uri, isAsClosed);
  });

  it('shows what is wrong with the seed manifest', async () => {
    const uri = workspaceFile('seed.yaml');
    await vscode.window.showTextDocument(uri);
    assert.deepEqual(sorted(await findings(uri, isComplete)), sorted(EXPECTED));
  });

  it('offers the safe fix first, and applying it makes the finding go away', async () => {
    const source = new TextDecoder().decode(await vscode.workspace.fs.readFile(workspaceFile('seed.yaml')));
    const { document } = await openText(source);
    await findings(document.uri, isComplete);
    const actions = await codeActions(document.uri, new vscode.Range(19, 25, 19, 25));
    const titles = actions.map(({ title }) => title);
    const last = titles.slice(-2);
    assert.deepEqual(last, ['Explain writable-shared-volume', 'Silence writable-shared-volume…'], titles.join());
    const preferred = actions.find(({ isPreferred }) => isPreferred);
    assert.strictEqual(preferred?.title, 'Mount "shared-logs" read-only in "sidecar-container"');

    await apply(preferred);
    assert.strictEqual(
      document.getText(),
      source.replace('nginx\n  volumes', 'nginx\n          readOnly: true\n  volumes'),
    );
    const after = await findings(document.uri, (found) => found.length < EXPECTED.length);
    // What is below the new line has moved.
    const left = EXPECTED.filter((found) => !found.includes('writable-shared-volume'));
    assert.deepEqual(sorted(after), sorted(left.map((found) => found.replace(/^22 /, '23 '))));
  });

  it('has "fix all" as a source action', async () => {
    const { document } = await openText(
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web # ours\nspec:\n  containers:\n    - name: web\n      image: nginx:1 # pinned soon\n',
    );
    await findings(document.uri, (found) => found.length > 0);
    const kind = vscode.CodeActionKind.SourceFixAll.append('sidecarGuard');
    const [all] = await codeActions(document.uri, new vscode.Range(0, 0, 0, 0), kind);
    await apply(all);
    assert.include(document.getText(), '\n      image: docker.io/library/nginx:1 # pinned soon\n');
  });

  it('explains a rule beside the manifest', async () => {
    const shown = new Promise<void>((resolve) => {
      vscode.window.tabGroups.onDidChangeTabs(() => {
        const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
        if (tabs.some(({ label }) => label.includes('mutable-tag.md'))) resolve();
      });
    });
    await vscode.commands.executeCommand('sidecarGuard.explainRule', 'mutable-tag');
    await shown;
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('sidecar-guard-rule:mutable-tag.md'));
    assert.match(page.getText(), /^# mutable-tag\n/);
  });

  it('says nothing about YAML that is not Kubernetes, and of a template that is not YAML yet that it is not judged', async () => {
    for (const name of ['docker-compose.yaml', 'deployment-template.yaml']) {
      await vscode.window.showTextDocument(workspaceFile(name));
    }
    // The seed is opened last: when its findings are there, the server has answered for the others, too.
    const uri = workspaceFile('seed.yaml');
    await vscode.window.showTextDocument(uri);
    await findings(uri, isComplete);
    assert.deepEqual(vscode.languages.getDiagnostics(workspaceFile('docker-compose.yaml')), []);
    const [hint, ...others] = vscode.languages.getDiagnostics(workspaceFile('deployment-template.yaml'));
    assert.strictEqual(hint?.message, 'Not judged: this is a Helm template. Check the output of "helm template".');
    assert.deepEqual(others, []);
  });

  it('follows the settings', async () => {
    const uri = workspaceFile('seed.yaml');
    await vscode.window.showTextDocument(uri);
    await findings(uri, isComplete);
    const settings = vscode.workspace.getConfiguration('sidecarGuard');
    await settings.update('rules', { 'mutable-tag': 'off' }, vscode.ConfigurationTarget.Global);
    const without = await findings(uri, (found) => found.length === EXPECTED.length - 2);
    assert.ok(!without.some((found) => found.includes('mutable-tag')));
    await settings.update('rules', undefined, vscode.ConfigurationTarget.Global);
    await findings(uri, isComplete);
  });

  it('is analysed again after the server was restarted', async () => {
    const { document } = await openText('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n');
    await findings(document.uri, (found) => found.length === 1);
    await vscode.commands.executeCommand('sidecarGuard.restartServer');
    assert.deepEqual(await findings(document.uri, (found) => found.length === 1), [
      '4 hint namespace-without-pod-security',
    ]);
  });
});
