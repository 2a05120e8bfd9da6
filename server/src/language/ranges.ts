import type { Range } from 'vscode-languageserver';
import type { PlacedDocument } from '../manifest/file';
import type { Span } from '../manifest/value';

/** A span of a YAML document as a range of its file. */
export function toRange({ document, line }: Pick<PlacedDocument, 'document' | 'line'>, span: Span): Range {
  const start = document.lines.positionAt(span.start);
  const end = document.lines.positionAt(span.end);
  return {
    start: { line: start.line + line, character: start.character },
    end: { line: end.line + line, character: end.character },
  };
}

/** Whether two ranges touch. An empty range, such as a cursor, also touches a range at its start or end. */
export function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
