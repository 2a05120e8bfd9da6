import type { TextDocumentsConfiguration } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { hasFields, invalid, isPosition } from './parameters';

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
    return TextDocument.update(document, changes, version);
  },
};

/** Whether it replaces a range by a text, or the whole document if it has no range. */
function isChange(change: unknown): boolean {
  if (!hasFields(change) || typeof change.text !== 'string') return false;
  const { range } = change;
  return range === undefined || (hasFields(range) && isPosition(range.start) && isPosition(range.end));
}
