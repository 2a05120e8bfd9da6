import { Position, Range, Uri, window, workspace } from 'vscode';
import { isInFolder } from '../commands/own-files';

/** 0-based, in UTF-16 units. */
export interface TextPlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/**
 * Opens a file at a place, and puts the cursor there: where it is visible, else in front. It opens only files of the
 * workspace, and what is open already.
 */
export async function showPlace({ uri, line, character }: TextPlace): Promise<void> {
  const file = Uri.parse(uri, true);
  const folders = (workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  const isOpen = workspace.textDocuments.some((document) => document.uri.toString() === file.toString());
  if (!isOpen && !isInFolder(file, folders)) throw new Error(`${file.toString()} is not in the workspace`);
  const position = new Position(line, character);
  const visible = window.visibleTextEditors.find(({ document }) => document.uri.toString() === file.toString());
  await window.showTextDocument(file, {
    selection: new Range(position, position),
    ...(visible?.viewColumn !== undefined && { viewColumn: visible.viewColumn }),
  });
}
