import {
  type CodeAction,
  type Command,
  commands,
  type Disposable,
  Uri,
  ViewColumn,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type NewGate,
  type NewGateParams,
  type NoNewGate,
  newGateEngines,
  newGateRequest,
  openBesideCommand,
} from '../../../server/src/protocol';

/** "Create Image Gate…": a policy from the registries in use, for an engine of choice, as a new file for review. */
export function registerCreateImageGate(client: BaseLanguageClient): Disposable {
  return commands.registerCommand('sidecarGuard.createImageGate', async () => {
    const beside = besideWhat();
    if (beside === undefined) {
      await window.showWarningMessage('There is no folder to put an image gate in. Open one, or a manifest.');
      return;
    }
    const engine = await window.showQuickPick([...newGateEngines], { title: 'Create an image gate for which engine?' });
    if (engine === undefined) return;
    const params: NewGateParams = { engine, beside };
    const gate = await client.sendRequest<NewGate | NoNewGate>(newGateRequest, params);
    if ('problem' in gate) await window.showWarningMessage(gate.problem);
    else await write(Uri.parse(gate.uri), gate.text);
  });
}

/**
 * Lets VS Code's own command open the file that an action has created. VS Code forgets the arguments of any other one once
 * it asks for a new list of actions, which it may do as soon as the edit is made and before the command is run.
 */
export function letVscodeOpen(actions: readonly (CodeAction | Command)[]): void {
  for (const { command } of actions) {
    if (typeof command !== 'object' || command.command !== openBesideCommand) continue;
    command.command = 'vscode.open';
    command.arguments = [Uri.parse(String(command.arguments?.[0])), ViewColumn.Beside];
  }
}

/** The manifest in front, else the first folder. */
function besideWhat(): string | undefined {
  const document = window.activeTextEditor?.document;
  if (document?.languageId === 'yaml' && !document.isUntitled) return document.uri.toString();
  const [folder] = workspace.workspaceFolders ?? [];
  return folder && `${folder.uri.toString()}/`;
}

async function write(uri: Uri, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  // An edit can be undone, and never takes the place of a file that the server does not know.
  edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(text) });
  if (await workspace.applyEdit(edit)) await show(uri);
  else
    await window.showWarningMessage(
      `${workspace.asRelativePath(uri)} exists already, so nothing was written. Rename it, and try again.`,
    );
}

async function show(uri: Uri): Promise<void> {
  await window.showTextDocument(uri, { viewColumn: ViewColumn.Beside });
}
