import * as vscode from 'vscode';

const SEVERITIES = ['error', 'warning', 'information', 'hint'];
/** Long before a test runs out of time: that would not say what was there instead. */
const PATIENCE_MS = 40_000;

let opened = 0;

/** A file of the workspace that the tests run in. */
export function workspaceFile(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('The tests need a workspace folder; the runner opens one.');
  return vscode.Uri.joinPath(folder.uri, name);
}

/**
 * Opens a YAML document that is nowhere on disk. Its name is new: by itself, VS Code would give it that of one that was
 * closed, and an answer about that one that is still on its way would be taken for one about this.
 */
export async function openText(content: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.from({ scheme: 'untitled', path: `/manifest-${++opened}.yaml` });
  const editor = await vscode.window.showTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), content);
  await vscode.workspace.applyEdit(edit);
  return editor;
}

/**
 * Our diagnostics of a document once they satisfy a condition, as "line severity rule", lines from 1.
 * @throws what there was instead
 */
export async function findings(uri: vscode.Uri, condition: (found: string[]) => boolean): Promise<string[]> {
  const current = (): string[] =>
    vscode.languages
      .getDiagnostics(uri)
      .filter(({ source }) => source === 'Sidecar Guard')
      .map(({ range, severity, code }) => {
        const rule = typeof code === 'object' ? code.value : code;
        return `${range.start.line + 1} ${SEVERITIES[severity]} ${rule}`;
      });
  if (condition(current())) return current();
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      listener.dispose();
      reject(new Error(`The findings of ${uri} did not become what they should; they are:\n${current().join('\n')}`));
    }, PATIENCE_MS);
    const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((changed) => changed.toString() === uri.toString()) || !condition(current())) return;
      clearTimeout(deadline);
      listener.dispose();
      resolve(current());
    });
  });
}

/**
 * What can be done at a place, of which there must be something. VS Code also answers with nothing where it has dropped
 * its own question because of another one, so it is asked until it has an answer.
 */
export async function codeActions(
  uri: vscode.Uri,
  range: vscode.Range,
  kind?: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  const deadline = Date.now() + PATIENCE_MS;
  let actions: vscode.CodeAction[];
  do {
    actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind?.value);
  } while (actions.length === 0 && Date.now() < deadline);
  return actions;
}

/** Applies what an action would do when chosen. */
export async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  if (!action?.edit) throw new Error('There is no such code action, or it has no edit.');
  await vscode.workspace.applyEdit(action.edit);
}

/** Closes every editor and drops what was typed into it, which VS Code would otherwise keep for the next test. */
export async function closeAll(): Promise<void> {
  while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}
