import type { ManifestDocument } from '../manifest/document';
import type { Span, YamlValue } from '../manifest/value';
import { isDataExact, type TextEdit } from './change';
import { lineBreak, startOfLine } from './layout';

const DIRECTIVE = '# sidecar-guard-disable-next-line';

/**
 * A comment above a finding's line that silences its rule there. Inside a text of several lines the comment goes above
 * the whole text. `undefined` where no comment can stand without becoming part of a value.
 */
export function disableForLine(
  document: ManifestDocument,
  at: YamlValue,
  span: Span,
  rule: string,
): readonly TextEdit[] | undefined {
  const { text } = document;
  const candidates = [span.start, at.span.start, at.keySpan?.start].filter((offset) => offset !== undefined);
  for (const offset of candidates) {
    const line = startOfLine(text, offset);
    const edits = [extendDirective(text, line, rule) ?? insertDirective(text, line, rule)];
    if (isDataExact({ document, edits, apply: () => {} })) return edits;
  }
  return undefined;
}

/** A directive that is there already takes one more rule. */
function extendDirective(text: string, line: number, rule: string): TextEdit | undefined {
  const previous = startOfLine(text, Math.max(0, line - 1));
  // Names stand before ` -- reason`.
  const match = /^[ \t]*# sidecar-guard-disable-next-line(?: (?!-- )[\w-]+)+/.exec(text.slice(previous, line));
  if (line === 0 || !match) return undefined;
  const at = previous + match[0].length;
  return { start: at, end: at, newText: ` ${rule}` };
}

function insertDirective(text: string, line: number, rule: string): TextEdit {
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
  return { start: line, end: line, newText: `${indent}${DIRECTIVE} ${rule}${lineBreak(text)}` };
}
