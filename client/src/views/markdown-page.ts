import { commands, type Uri, window } from 'vscode';

/** Shows a Markdown document as a preview, in front of the editor or beside it. */
export async function showMarkdown(uri: Uri, where: 'in front' | 'beside'): Promise<void> {
  try {
    await commands.executeCommand(where === 'beside' ? 'markdown.showPreviewToSide' : 'markdown.showPreview', uri);
  } catch {
    // Not every VS Code has a preview. The command can't be looked up first: it is listed only after its first run.
    await window.showTextDocument(uri, { preview: true });
  }
}
