import { CancellationTokenSource, type Disposable, workspace } from 'vscode';
import type { BaseLanguageClient, WorkspaceEdit } from 'vscode-languageclient';
import { fixWorkspaceRequest, type WorkspaceFixes } from '../../../server/src/protocol/overview';
import type { Saying } from '../../../server/src/text/saying';
import { onCommand } from '../says/on-command';
import { tell, telling } from '../says/tell';
import { say } from '../says/words';

/** "Fix All in Workspace…": shows every safe fix of the workspace in the preview of VS Code, where the user chooses among them. */
export function registerFixWorkspace(client: BaseLanguageClient): Disposable {
  return onCommand('sidecarGuard.fixWorkspace', async () => {
    const fixes = await telling(say`Looking for safe fixes in the workspace`, (signal) => ask(client, signal));
    if (!fixes) return;
    const { edit, files, leftOut } = fixes;
    if (files === 0) {
      await tell('information', say`Nothing was fixed: no finding of the workspace has a safe fix.`);
      return;
    }
    if (hasChanged(edit)) {
      await tell('warning', say`Nothing was fixed: a manifest was edited meanwhile. Run the command again.`);
      return;
    }
    if (leftOut > 0) void tell('warning', leftOutOf(files, leftOut));
    await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit), { isRefactoring: true });
  });
}

async function ask(client: BaseLanguageClient, signal: AbortSignal): Promise<WorkspaceFixes<WorkspaceEdit>> {
  const source = new CancellationTokenSource();
  signal.addEventListener('abort', () => source.cancel());
  return client.sendRequest<WorkspaceFixes<WorkspaceEdit>>(fixWorkspaceRequest, source.token);
}

function leftOutOf(files: number, leftOut: number): Saying {
  return say`The preview has ${files} files. ${leftOut} more have safe fixes: run the command again when these are fixed.`;
}

/** Whether a document has another text than the one for which an edit was made: of a closed file, that is the text on the disk. */
function hasChanged({ documentChanges = [] }: WorkspaceEdit): boolean {
  const open = new Map(workspace.textDocuments.map((document) => [document.uri.toString(), document]));
  return documentChanges.some((change) => {
    const now = 'textDocument' in change ? open.get(change.textDocument.uri) : undefined;
    if (!now || !('textDocument' in change)) return false;
    const { version } = change.textDocument;
    return version === null ? now.isDirty : now.version !== version;
  });
}
