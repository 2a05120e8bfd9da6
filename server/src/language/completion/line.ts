import type { Position } from 'vscode-languageserver';

/** How far above a line its parent is looked for. */
const MOST_LINES = 2000;

/** The line of the cursor, read without a parser: while the user types, the document is often no YAML. */
export interface CursorLine {
  readonly position: Position;
  /** The text of the line up to the cursor. */
  readonly before: string;
  /** The key of the map or list that the line is in; `undefined` at the top. */
  readonly parent: string | undefined;
}

/** @returns `undefined` for a place that is not in the text */
export function cursorLine(text: string, position: Position): CursorLine | undefined {
  const lines = text.split('\n', position.line + 1);
  const line = lines[position.line];
  if (line === undefined || position.character > line.length) return undefined;
  return { position, before: line.slice(0, position.character), parent: parentOf(line, lines.slice(0, -1)) };
}

function parentOf(line: string, above: readonly string[]): string | undefined {
  let indent = indentOf(line);
  let isItem = /^\s*-(?:\s|$)/.test(line);
  for (const other of above.slice(-MOST_LINES).reverse()) {
    if (/^\s*(?:#|$)/.test(other)) continue;
    if (/^---/.test(other)) return undefined;
    const own = indentOf(other);
    const [dash = ''] = /^-\s+/.exec(other.trimStart()) ?? [];
    const isSibling = dash !== '' && own + dash.length === indent && !isItem;
    if (isSibling) [indent, isItem] = [own, true];
    else if (own < indent || (own === indent && isItem && dash === ''))
      return /^\s*(?:-\s+)*["']?([\w./-]+)["']?:/.exec(other)?.[1];
  }
  return undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** A text without the word at its end. A pattern for it would look from every letter to the end. */
export function withoutLastWord(text: string): string {
  let end = text.length;
  while (end > 0 && /[\w-]/.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
