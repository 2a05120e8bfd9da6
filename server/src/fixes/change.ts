import type { ManifestDocument } from '../manifest/document';
import { withLineBreaks } from '../manifest/line-breaks';
import type { YamlValue } from '../manifest/value';
import { type Contents, contentsOf, contentsOfTree, type PlainValue, plainOf } from './contents';
import { type DataPath, isSameData, setValueAt, valueAt } from './data';
import { pathOf } from './layout';
import { partAround } from './part';
import { applyEdits, type TextEdit } from './text-edit';

/** Text edits and the change of the data that they mean, so that they can be checked before they are offered. */
export interface Change {
  readonly document: ManifestDocument;
  readonly edits: readonly TextEdit[];
  /** Makes the change in the plain data of the document. */
  apply(data: PlainValue): void;
}

/** Combines changes that write at different places. */
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
 * Combines changes that write at the same place. Each step makes its change in the text that the steps before it leave.
 * `undefined` if a step cannot make its change.
 */
export function inSequence(
  document: ManifestDocument,
  steps: readonly ((document: ManifestDocument) => Change | undefined)[],
): Change | undefined {
  let { text } = document;
  const applied: Change[] = [];
  for (const step of steps) {
    const change = step(applied.length === 0 ? document : document.withText(text));
    if (!change) return undefined;
    text = applyEdits(text, change.edits);
    applied.push(change);
  }
  const edit = difference(document.text, text);
  return { document, edits: [edit], apply: (data) => applied.forEach((change) => void change.apply(data)) };
}

/** The single edit that turns one text into another, without their common beginning and end. */
function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: before.length - same, newText: after.slice(start, after.length - same) };
}

/**
 * The edits of a change if they are exact: the edited text parses without error to exactly the data that the change means,
 * and has all comments of the text before. `undefined` otherwise, so that no fix can damage a manifest.
 */
export function exactEdits(change: Change): readonly TextEdit[] | undefined {
  const proof = proofOf(change);
  return proof && proof.before.comments.join('\n') === proof.after.comments.join('\n') ? change.edits : undefined;
}

/** Whether the edited text parses without error to the data that the change means. False if the text before is not YAML. */
export function isDataExact(change: Change): boolean {
  return proofOf(change) !== undefined;
}

/** Whether edits of a text leave its data as it is. */
export function isSameDataAfter(text: string, edits: readonly TextEdit[]): boolean {
  const [before, after] = [contentsOf(text), contentsOf(applyEdits(text, edits))];
  return (
    withLineBreaks(text) === text && before !== undefined && after !== undefined && isSameData(before.data, after.data)
  );
}

/** The contents before and after a change that gives the data that it means; `undefined` if it gives other data. */
function proofOf({ document, edits, apply }: Change): { before: Contents; after: Contents } | undefined {
  if (document.isTemplate || document.syntaxErrors.length > 0) return undefined;
  const { text, path, edits: inside } = partAround(document, edits);
  // The decoder of Kubernetes and an editor see different line breaks here, so an edit of lines could change something else.
  if (withLineBreaks(text) !== text) return undefined;
  const before = path.length === 0 ? contentsOfTree(text, document.root.node, document.comments) : contentsOf(text);
  const after = contentsOf(applyEdits(text, inside));
  if (!before || !after) return undefined;
  const expected = changedAt(path, before.data, apply);
  return expected !== undefined && isSameData(expected, after.data) ? { before, after } : undefined;
}

/** The data of a value of the document after a change; `undefined` if the change leaves none. */
export function dataAfter({ apply }: Change, value: YamlValue): PlainValue | undefined {
  return value.node && changedAt(pathOf(value), plainOf(value.node), apply);
}

/** The data of a part after a change that counts its paths from the root of the document. */
function changedAt(path: DataPath, part: PlainValue, apply: (data: PlainValue) => void): PlainValue | undefined {
  if (path.length === 0) {
    apply(part);
    return part;
  }
  const root: PlainValue = {};
  setValueAt(root, path, part);
  apply(root);
  return valueAt(root, path);
}
