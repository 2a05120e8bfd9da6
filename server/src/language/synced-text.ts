import type { TextDocumentContentChangeEvent, TextDocumentsConfiguration } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { hasFields, invalid, isPosition } from './parameters';

/** A part of a text that was replaced, by offsets in the text before. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The changes of documents that were not asked for yet, in their order: each is about the text that the one before has left. */
const changed = new WeakMap<TextDocument, TextChange[]>();

/** The changes of a document since the last call. */
export function takeChanges(document: TextDocument): readonly TextChange[] {
  const changes = changed.get(document) ?? [];
  changed.delete(document);
  return changes;
}

/**
 * Makes documents of what an editor sends, and checks its types: otherwise a wrong value would fail later, and for other
 * documents, too. A message that is refused leaves the document unchanged; the log has the reason.
 */
export const SYNCED_TEXT: TextDocumentsConfiguration<TextDocument> = {
  create: (uri, languageId, version, text) => {
    const isWell = typeof uri === 'string' && Number.isSafeInteger(version) && typeof text === 'string';
    if (!isWell) throw invalid('The document has no URI, version and text.');
    return TextDocument.create(uri, languageId, version, text);
  },
  update: (document, changes, version) => {
    const isWell = Number.isSafeInteger(version) && Array.isArray(changes) && changes.every(isChange);
    if (!isWell) throw invalid('The changes of the document are not a list of ranges and texts.');
    const noted = changed.get(document) ?? [];
    changed.set(document, noted);
    for (const change of changes) {
      noted.push(toTextChange(document, change));
      TextDocument.update(document, [change], version);
    }
    return document;
  },
};

function toTextChange(document: TextDocument, change: TextDocumentContentChangeEvent): TextChange {
  const newText = change.text;
  if (!('range' in change) || change.range === undefined) return { start: 0, end: document.getText().length, newText };
  const offsets = [document.offsetAt(change.range.start), document.offsetAt(change.range.end)];
  return { start: Math.min(...offsets), end: Math.max(...offsets), newText };
}

/** Whether it replaces a range by a text, or the whole document if it has no range. */
function isChange(change: unknown): boolean {
  if (!hasFields(change) || typeof change.text !== 'string') return false;
  const { range } = change;
  return range === undefined || (hasFields(range) && isPosition(range.start) && isPosition(range.end));
}
