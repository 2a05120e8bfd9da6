import {
  type CodeAction,
  type Command,
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
  type NewGateEngines,
  type NewGateParams,
  type NoNewGate,
  newGateEnginesRequest,
  newGateRequest,
  openBesideCommand,
} from '../../../server/src/protocol';
import { saying } from '../../../server/src/text/saying';
import { choose } from '../says/ask';
import { onCommand } from '../says/on-command';
import { tell } from '../says/tell';
import { say } from '../says/words';
import { isInFolder } from './own-files';

/** "Create Image Gate…": writes a policy that admits the registries in use, for a policy engine, into a new file. */
export function registerCreateImageGate(client: BaseLanguageClient): Disposable {
  return onCommand('sidecarGuard.createImageGate', async () => {
    const beside = besideWhat();
    if (beside === undefined) {
      await tell('warning', say`No image gate was created: no folder is open. Open a folder or a manifest.`);
      return;
    }
    const names = await client.sendRequest<NewGateEngines>(newGateEnginesRequest);
    const engines = names.map((engine) => ({ label: say`${engine}`, engine }));
    const chosen = await choose(engines, {
      title: say`Create an image gate`,
      placeholder: say`Choose a policy engine`,
    });
    if (!chosen) return;
    const params: NewGateParams = { engine: chosen.engine, beside };
    const gate = await client.sendRequest<NewGate | NoNewGate>(newGateRequest, params);
    if ('problem' in gate) await tell('warning', saying(gate.problem));
    else await write(Uri.parse(gate.uri, true), Uri.parse(beside, true), gate.text);
  });
}

/**
 * Lets a command of VS Code open the file that an action has created. VS Code drops the arguments of commands of extensions
 * when it asks for a new list of actions, and it may do so between the edit and the command.
 */
export function letVscodeOpen(actions: readonly (CodeAction | Command)[], manifest: Uri): void {
  for (const action of actions) {
    const { command } = action;
    if (typeof command !== 'object' || command.command !== openBesideCommand) continue;
    const [file] = command.arguments ?? [];
    const uri = typeof file === 'string' ? Uri.parse(file, true) : undefined;
    // "vscode.open" can also run commands and open web pages.
    if (uri && isOwnFile(uri, manifest)) {
      command.command = 'vscode.open';
      command.arguments = [uri, ViewColumn.Beside];
    } else if ('edit' in action) delete action.command;
  }
}

/** Whether a file is in the workspace, or in the folder of a manifest that was opened alone. */
function isOwnFile(uri: Uri, manifest: Uri): boolean {
  const folders = (workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  return isInFolder(uri, [...folders, Uri.joinPath(manifest, manifest.path.endsWith('/') ? '.' : '..')]);
}

/** The manifest in the active editor, else the first folder. */
function besideWhat(): string | undefined {
  const document = window.activeTextEditor?.document;
  if (document?.languageId === 'yaml' && !document.isUntitled) return document.uri.toString();
  const [folder] = workspace.workspaceFolders ?? [];
  return folder && `${folder.uri.toString()}/`;
}

async function write(uri: Uri, beside: Uri, text: string): Promise<void> {
  if (!isOwnFile(uri, beside)) throw new Error(`${uri.toString()} is not in the workspace`);
  const edit = new WorkspaceEdit();
  // An edit can be undone, and does not overwrite a file that the server does not know.
  edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(text) });
  if (await workspace.applyEdit(edit)) await show(uri);
  else
    await tell(
      'warning',
      say`Nothing was written: ${workspace.asRelativePath(uri)} already exists. Rename that file, then try again.`,
    );
}

async function show(uri: Uri): Promise<void> {
  await window.showTextDocument(uri, { viewColumn: ViewColumn.Beside });
}
