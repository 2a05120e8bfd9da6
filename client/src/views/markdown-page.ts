import { commands, type Uri, window } from 'vscode';

/** Shows a document in Markdown as a page, in front of the editor or beside it. */
export async function showMarkdown(uri: Uri, where: 'in front' | 'beside'): Promise<void> {
  try {
    await commands.executeCommand(where === 'beside' ? 'markdown.showPreviewToSide' : 'markdown.showPreview', uri);
  } catch {
    // Not every VS Code has a preview. It is no use to look for the command: it is only listed once it has been run.
    await window.showTextDocument(uri, { preview: true });
  }
}
