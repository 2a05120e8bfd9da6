import { compose, ManifestDocument } from '../manifest/document';
import { commentsOf } from './comments';

/** Replaces the text between two 0-based UTF-16 offsets of a document. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** A text edit together with what it is meant to do to the data, so that it can be checked before it is offered. */
export interface Change {
  readonly document: ManifestDocument;
  readonly edits: readonly TextEdit[];
  /** Does to the document's plain data what the edits do to its text. */
  apply(data: JsonValue): void;
}

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** One change that does both, for those that write at different places. */
export function combine(first: Change, ...rest: readonly Change[]): Change {
  const all = [first, ...rest];
  return {
    document: first.document,
    edits: all.flatMap(({ edits }) => edits),
    apply: (data) => {
      for (const change of all) change.apply(data);
    },
  };
}

/**
 * One change that does what several do one after the other, for those that would write at the same place. Each is worked
 * out in the text that those before it leave. `undefined` if one of them can't be made.
 */
export function inSequence(
  document: ManifestDocument,
  steps: readonly ((document: ManifestDocument) => Change | undefined)[],
): Change | undefined {
  let { text } = document;
  const applied: Change[] = [];
  for (const step of steps) {
    const change = step(applied.length === 0 ? document : new ManifestDocument(text, document.isTemplate));
    if (!change) return undefined;
    text = applyEdits(text, change.edits);
    applied.push(change);
  }
  const edit = difference(document.text, text);
  return { document, edits: [edit], apply: (data) => applied.forEach((change) => void change.apply(data)) };
}

/** The single edit that makes one text of another, without what they begin and end with in common. */
function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: before.length - same, newText: after.slice(start, after.length - same) };
}

/**
 * The edits of a change if they are exact: the edited text parses without error to the very data that was meant, and
 * has all the comments that were there. `undefined` otherwise, so that no fix can damage a manifest.
 */
export function exactEdits(change: Change): readonly TextEdit[] | undefined {
  const before = change.document.text;
  const after = applyEdits(before, change.edits);
  const isExact = isDataExact(change) && commentsOf(before).join('\n') === commentsOf(after).join('\n');
  return isExact ? change.edits : undefined;
}

/** Whether the edited text parses without error to the data that was meant; never so for what isn't YAML to begin with. */
export function isDataExact({ document, edits, apply }: Change): boolean {
  if (document.isTemplate || document.syntaxErrors.length > 0) return false;
  const expected = toData(document.text);
  const actual = toData(applyEdits(document.text, edits));
  if (expected === undefined || actual === undefined) return false;
  apply(expected);
  return canonical(expected) === canonical(actual);
}

/** Applies edits that don't overlap; those at the same place keep their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, newText } of sortEdits(edits)) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

export function sortEdits<T extends TextEdit>(edits: readonly T[]): T[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** JSON whose text doesn't depend on the order of keys. */
function canonical(data: JsonValue): string {
  return JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function toData(text: string): JsonValue | undefined {
  const document = compose(text);
  if (!document || document.errors.length > 0) return undefined;
  try {
    const data = document.toJS({ maxAliasCount: 1000 }) as JsonValue;
    JSON.stringify(data);
    return data;
  } catch {
    // Aliases that expand without end, which the yaml library refuses, or a list that is in itself, which isn't JSON.
    return undefined;
  }
}
