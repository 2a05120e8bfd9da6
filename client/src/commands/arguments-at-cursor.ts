import { window } from 'vscode';
import { type BaseLanguageClient, CodeActionRequest } from 'vscode-languageclient';

/**
 * The arguments of this command in the actions at the cursor. VS Code drops the arguments of an action's command when it
 * asks for a new list of actions before the user has chosen, so a command without its argument asks for it again.
 */
export async function argumentsAtCursor(client: BaseLanguageClient, command: string): Promise<unknown[]> {
  const editor = window.activeTextEditor;
  if (!editor) return [];
  const { asTextDocumentIdentifier, asRange } = client.code2ProtocolConverter;
  const actions = await client.sendRequest(CodeActionRequest.type, {
    textDocument: asTextDocumentIdentifier(editor.document),
    range: asRange(editor.selection),
    context: { diagnostics: [] },
  });
  return (actions ?? []).flatMap((action) => {
    const run = typeof action.command === 'object' ? action.command : undefined;
    return run?.command === command ? (run.arguments ?? []).slice(0, 1) : [];
  });
}
