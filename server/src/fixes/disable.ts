import type { ManifestDocument } from '../manifest/document';
import type { Span, YamlValue } from '../manifest/value';
import { exactEdits, isDataExact, isSameDataAfter } from './change';
import { lineBreak, startOfLine } from './layout';
import { setValue } from './set-value';
import type { TextEdit } from './text-edit';

/**
 * Adds a comment above the line of a finding that silences its rule there. For a finding in a block of text, the comment goes
 * above the block. `undefined` if a comment would become part of a value.
 * @param reason one line of text
 */
export function disableForLine(
  document: ManifestDocument,
  at: YamlValue,
  span: Span,
  rule: string,
  reason = '',
): readonly TextEdit[] | undefined {
  const { text } = document;
  const candidates = [span.start, at.span.start, at.keySpan?.start].filter((offset) => offset !== undefined);
  for (const offset of candidates) {
    const line = startOfLine(text, offset);
    const edits = [addDirective(text, line, 'disable-next-line', rule, reason)];
    if (isDataExact({ document, edits, apply: () => {} })) return edits;
  }
  return undefined;
}

/** Adds a comment at the start of a document that silences a rule in the whole document. */
export function disableForDocument(
  document: ManifestDocument,
  rule: string,
  reason = '',
): readonly TextEdit[] | undefined {
  if (document.isTemplate || document.syntaxErrors.length > 0) return undefined;
  const line = startOfLine(document.text, document.root.span.start);
  const edits = [addDirective(document.text, line, 'disable', rule, reason)];
  return isSameDataAfter(firstEntryOf(document), edits) ? edits : undefined;
}

/** The text of a document up to the second entry of its root: what is before that means the same without the rest. */
function firstEntryOf({ text, root, hasAliases }: ManifestDocument): string {
  const second = root.node?.kind === 'map' && !root.node.isFlow ? root.node.pairs[1] : undefined;
  return second && !hasAliases ? text.slice(0, startOfLine(text, second.key.start)) : text;
}

/**
 * Adds an entry to the annotation of a resource that lists what is ignored there. `undefined` if the edit is not exact.
 * @param metadata the metadata of the resource
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

/** Adds the rule to an existing directive, or adds a line. The reason, one line of text, comes behind ` -- `. */
function addDirective(text: string, line: number, kind: string, rule: string, reason: string): TextEdit {
  const previous = startOfLine(text, Math.max(0, line - 1));
  // The names of rules come before ` -- reason`.
  const match = new RegExp(`^([ \\t]*# sidecar-guard-${kind}(?: (?!-- )[\\w-]+)+)( -- [^\\r\\n]*)?`).exec(
    text.slice(previous, line),
  );
  if (line > 0 && match) {
    const [all, rules = '', known = ''] = match;
    const start = previous + rules.length;
    const reasons = known === '' ? reasonText(reason) : reason && `${known}; ${reason}`;
    return reasons === ''
      ? { start, end: start, newText: ` ${rule}` }
      : { start, end: previous + all.length, newText: ` ${rule}${reasons}` };
  }
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
  const directive = `# sidecar-guard-${kind} ${rule}${reasonText(reason)}`;
  return { start: line, end: line, newText: `${indent}${directive}${lineBreak(text)}` };
}

function reasonText(reason: string): string {
  return reason && ` -- ${reason}`;
}
