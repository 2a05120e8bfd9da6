import { Position, Range, Uri, window, workspace } from 'vscode';
import type { ViewPlace } from '../../../server/src/protocol/overview';
import { isInFolder } from '../commands/own-files';

/**
 * Opens a file at a place, and puts the cursor there: where the file is visible, else in front. It opens only files of the
 * workspace, and what is open already.
 */
export async function showPlace({ uri, line, character }: ViewPlace): Promise<void> {
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

/** Reads a place that comes from anywhere; `undefined` for anything else. */
export function toPlace(value: unknown): ViewPlace | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, line, character } = value as Readonly<Record<string, unknown>>;
  return typeof uri === 'string' && isCount(line) && isCount(character) ? { uri, line, character } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
