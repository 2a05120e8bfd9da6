import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import { isFlow, keyColumn, lineBreak, startOfLine } from './layout';
import { removalInFlow } from './remove-entry';
import { applyEdits, type TextEdit } from './text-edit';

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
  if (!list?.keySpan || list.node?.kind !== 'list' || !item.node) return undefined;
  const { start, end } = item.node;
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
  if (target.node?.kind === 'list' && isFlow(target.node)) {
    const { start, end } = target.node;
    const body = text.slice(start + 1, end - 1).trimEnd();
    const offset = start + 1 + body.length;
    return { start: offset, end: offset, newText: body.trim() === '' ? moved : `, ${moved}` };
  }
  if (target.hasKey || !target.parent || target.parent.node?.kind !== 'map') return undefined;
  const key = item.parent?.keySpan?.start;
  if (key === undefined) return undefined;
  if (isFlow(target.parent.node)) {
    const name = text[key] === '"' ? `"${target.name}"` : target.name;
    return { start: key, end: key, newText: `${name}: [${moved}], ` };
  }
  const column = keyColumn(document, target.parent);
  const offset = startOfLine(text, key);
  if (column === undefined || text.slice(offset, key).trim() !== '') return undefined;
  return { start: offset, end: offset, newText: `${' '.repeat(column)}${target.name}: [${moved}]${lineBreak(text)}` };
}
