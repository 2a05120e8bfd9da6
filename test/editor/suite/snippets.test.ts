import { assert } from 'chai';
import * as vscode from 'vscode';
import { closeAll, findings, openText } from './editor';

describe('snippets', () => {
  afterEach(closeAll);

  it('insert the sidecar log pattern, with nothing to warn about', async () => {
    const { document } = await openText('');
    await vscode.commands.executeCommand('editor.action.insertSnippet', {
      langId: 'yaml',
      name: 'Pod with a log sidecar (native)',
    });
    assert.match(document.getText(), /restartPolicy: Always/);
    assert.match(document.getText(), /readOnly: true/);
    const found = await findings(document.uri, (all) => all.length > 0);
    assert.deepEqual(
      found.filter((finding) => /warning|error/.test(finding)),
      [],
    );
  });
});
