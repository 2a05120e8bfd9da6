import { execFileSync } from 'node:child_process';
import { assert } from 'chai';
import * as vscode from 'vscode';
import { Random } from '../../fuzz/random';
import { brokenLines } from '../../security/storm/broken-lines';
import { closeAll, findings, openText } from './editor';

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';
const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx
      securityContext:
        privileged: true
`;
/** What is typed: some of it breaks a document, some of it makes one. */
const TYPED = ['a', '\n', '  ', ': ', '- ', '#', '"', '😀', '\n---\n', `\n---\n${NAMESPACE}`, `\n---\n${POD}`];
const EDITS = 60;
/** With the crash of the other test, as many as there may be within three minutes. */
const KILLS = 3;

/** Kills the server that this VS Code has started, if it has one now. */
function killServer(): void {
  const ids = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('dist/server.js --node-ipc'))
    .map((line) => Number.parseInt(line, 10));
  for (const id of ids) process.kill(id, 'SIGKILL');
}

describe('the server process', () => {
  afterEach(closeAll);

  it('comes back after a crash with the documents that were open', async () => {
    const { document } = await openText(NAMESPACE);
    await findings(document.uri, (found) => found.length === 1);
    const edit = new vscode.WorkspaceEdit();
    const other = `${NAMESPACE.replace('shop', 'bank')}  labels: { pod-security.kubernetes.io/enforce: none }\n`;
    edit.insert(document.uri, new vscode.Position(4, 0), `---\n${other}`);

    killServer();
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await findings(document.uri, (found) => found.length === 2), [
      '4 hint namespace-without-pod-security',
      '10 error pod-security-label-invalid',
    ]);
  });

  it('that is killed in a storm of edits says in the end what it says of the same text that is opened anew', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = new Random('storm in an editor', seed);
    const kills = new Set(random.several(KILLS, () => random.below(EDITS)));
    const { document } = await openText(`${NAMESPACE}---\n${POD}`);
    for (let index = 0; index < EDITS; index++) {
      if (kills.has(index)) killServer();
      const start = random.below(document.getText().length + 1);
      const end = random.once(3) ? start + random.below(6) : start;
      const edit = new vscode.WorkspaceEdit();
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      edit.replace(document.uri, range, random.pick(TYPED));
      await vscode.workspace.applyEdit(edit);
    }
    const end = new vscode.WorkspaceEdit();
    end.insert(document.uri, document.positionAt(document.getText().length), `\n---\n${POD}`);
    await vscode.workspace.applyEdit(end);

    const anew = await openText(document.getText());
    // That no gate is there is said once the whole workspace has been read.
    const isJudged = (found: string[]): boolean =>
      ['privileged', 'image-gate-missing'].every((rule) => found.some((finding) => finding.endsWith(` ${rule}`)));
    const expected = (await findings(anew.document.uri, isJudged)).join('\n');
    const broken = brokenLines(document.getText());
    const isReadable = (finding: string): boolean => !broken.has(Number.parseInt(finding, 10) - 1);
    const same = findings(document.uri, (found) => found.filter(isReadable).join('\n') === expected);
    await same.catch((error: Error) => {
      throw new Error(
        `${error.message}\nexpected\n${expected}\nseed ${seed}, text ${JSON.stringify(document.getText())}`,
      );
    });
  });
});
