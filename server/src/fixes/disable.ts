import type { ManifestDocument } from '../manifest/document';
import type { Span, YamlValue } from '../manifest/value';
import { exactEdits, isDataExact, type TextEdit } from './change';
import { lineBreak, startOfLine } from './layout';
import { setValue } from './set-value';

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
    const edits = [addDirective(text, line, 'disable-next-line', rule)];
    if (isDataExact({ document, edits, apply: () => {} })) return edits;
  }
  return undefined;
}

/** A comment at the start of a document that silences a rule in all of it. */
export function disableForDocument(document: ManifestDocument, rule: string): readonly TextEdit[] | undefined {
  const line = startOfLine(document.text, document.root.span.start);
  const edits = [addDirective(document.text, line, 'disable', rule)];
  return isDataExact({ document, edits, apply: () => {} }) ? edits : undefined;
}

/**
 * Adds an entry to an annotation of a resource that lists what is ignored there. `undefined` where it can't be written
 * exactly.
 * @param metadata the resource's
 */
export function addToAnnotation(
  document: ManifestDocument,
  metadata: YamlValue,
  annotation: string,
  entry: string,
): readonly TextEdit[] | undefined {
  const value = metadata.get('annotations').get(annotation);
  const entries = [...(value.string ?? '').split(',').map((text) => text.trim()), entry].filter(Boolean);
  const change = setValue(document, value, entries.join(','));
  return change && exactEdits(change);
}

/** A directive that is there already takes one more rule; otherwise a line of its own. */
function addDirective(text: string, line: number, kind: string, rule: string): TextEdit {
  const previous = startOfLine(text, Math.max(0, line - 1));
  // Names stand before ` -- reason`.
  const match = new RegExp(`^[ \\t]*# sidecar-guard-${kind}(?: (?!-- )[\\w-]+)+`).exec(text.slice(previous, line));
  if (line > 0 && match) {
    const at = previous + match[0].length;
    return { start: at, end: at, newText: ` ${rule}` };
  }
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
  return { start: line, end: line, newText: `${indent}# sidecar-guard-${kind} ${rule}${lineBreak(text)}` };
}
