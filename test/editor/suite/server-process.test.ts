import { execFileSync } from 'node:child_process';
import { assert } from 'chai';
import * as vscode from 'vscode';
import { closeAll, findings, openText } from './editor';

describe('the server process', () => {
  afterEach(closeAll);

  it('comes back after a crash with the documents that were open', async () => {
    const { document } = await openText('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n');
    await findings(document.uri, (found) => found.length === 1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      document.uri,
      new vscode.Position(4, 0),
      '---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: bank\n',
    );

    execFileSync('pkill', ['-KILL', '-f', 'dist/server.js --node-ipc']);
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await findings(document.uri, (found) => found.length === 2), [
      '4 information namespace-without-pod-security',
      '9 information namespace-without-pod-security',
    ]);
  });
});
