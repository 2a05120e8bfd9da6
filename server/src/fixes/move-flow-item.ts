import { isMap, isSeq } from 'yaml';
import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import { applyEdits, type TextEdit } from './change';
import { isFlow, keyColumn, lineBreak, startOfLine } from './layout';
import { removalInFlow } from './remove-entry';

interface Ends {
  readonly item: YamlValue;
  readonly target: YamlValue;
}

/** The edits that move an item out of a list in brackets; see `moveItem`. */
export function moveBetweenFlowLists(
  document: ManifestDocument,
  { item, target }: Ends,
  entryEdits: readonly TextEdit[],
): TextEdit[] | undefined {
  const { text } = document;
  const list = item.parent;
  const range = item.node?.range;
  if (!list?.keySpan || !isSeq(list.node) || !range) return undefined;
  const [start, end] = range;
  const moved = applyEdits(
    text.slice(start, end),
    entryEdits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  );
  const removal = removalInFlow(text, start, end);
  const insertion = insertionOf(document, { item, target }, moved);
  return insertion && [insertion, removal];
}

function insertionOf(document: ManifestDocument, { item, target }: Ends, moved: string): TextEdit | undefined {
  const { text } = document;
  if (isSeq(target.node) && isFlow(target.node) && target.node.range) {
    const [start, end] = target.node.range;
    const body = text.slice(start + 1, end - 1).trimEnd();
    const at = start + 1 + body.length;
    return { start: at, end: at, newText: body.trim() === '' ? moved : `, ${moved}` };
  }
  if (target.pair || !target.parent || !isMap(target.parent.node)) return undefined;
  const key = item.parent?.keySpan?.start;
  if (key === undefined) return undefined;
  if (isFlow(target.parent.node)) {
    const name = text[key] === '"' ? `"${target.name}"` : target.name;
    return { start: key, end: key, newText: `${name}: [${moved}], ` };
  }
  const column = keyColumn(document, target.parent);
  const at = startOfLine(text, key);
  if (column === undefined || text.slice(at, key).trim() !== '') return undefined;
  return { start: at, end: at, newText: `${' '.repeat(column)}${target.name}: [${moved}]${lineBreak(text)}` };
}
