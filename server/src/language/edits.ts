import type { CodeAction, OptionalVersionedTextDocumentIdentifier, TextEdit } from 'vscode-languageserver';
import type { Change } from '../fixes/change';
import type { PlacedDocument } from '../manifest/file';
import type { OpenAnalysis } from './open-analysis';
import { toRange } from './ranges';

export function toTextEdits(placed: PlacedDocument, edits: Change['edits']): TextEdit[] {
  return edits.map(({ start, end, newText }) => ({ range: toRange(placed, { start, end }), newText }));
}

/** For the analysed version only: an editor refuses the edit if the text has changed. */
export function toEdit({ uri, version }: OpenAnalysis, edits: TextEdit[]): NonNullable<CodeAction['edit']> {
  const textDocument: OptionalVersionedTextDocumentIdentifier = { uri, version };
  return { documentChanges: [{ textDocument, edits }] };
}
