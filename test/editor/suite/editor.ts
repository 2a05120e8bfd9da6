import * as vscode from 'vscode';

const SEVERITIES = ['error', 'warning', 'information', 'hint'];

/** A file of the workspace that the tests run in. */
export function workspaceFile(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('The tests need a workspace folder; the runner opens one.');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a YAML document that is nowhere on disk. */
export async function openText(content: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'yaml', content }));
}

/** Our diagnostics of a document once they satisfy a condition, as "line severity rule", lines from 1. */
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
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((changed) => changed.toString() === uri.toString()) || !condition(current())) return;
      listener.dispose();
      resolve(current());
    });
  });
}

export async function codeActions(
  uri: vscode.Uri,
  range: vscode.Range,
  kind?: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind?.value);
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
  // The next untitled document gets the name of this one, and would be taken for it while it is still there.
  while (vscode.workspace.textDocuments.some(({ isUntitled }) => isUntitled)) await documentCloses();
}

async function documentCloses(): Promise<void> {
  await new Promise<void>((resolve) => {
    const listener = vscode.workspace.onDidCloseTextDocument(() => {
      listener.dispose();
      resolve();
    });
  });
}
