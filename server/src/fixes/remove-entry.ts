import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change } from './change';
import type { PlainValue } from './contents';
import { deleteValueAt } from './data';
import { contentEnd, endOfLine, isFlow, lineSpan, nextLine, pathOf, startOfLine } from './layout';
import type { TextEdit } from './text-edit';

/**
 * Removes an entry of a map: its line, or in braces the entry with the comma between it and its neighbour. A comment behind
 * it stays. `undefined` if the entry cannot be removed alone: the only entry of a map, or an entry on the line of a dash.
 */
export function removeEntry(document: ManifestDocument, value: YamlValue): Change | undefined {
  const map = value.parent?.node;
  const key = value.keySpan;
  if (map?.kind !== 'map' || map.pairs.length < 2 || !key || value.isShared) return undefined;
  if (value.isRepeated) return undefined;
  const { text } = document;
  const apply = (root: PlainValue): void => deleteValueAt(root, pathOf(value));
  if (isFlow(map)) {
    const end = value.node?.end;
    return end === undefined ? undefined : { document, edits: [removalInFlow(text, key.start, end)], apply };
  }
  const lineStart = startOfLine(text, key.start);
  if (text.slice(lineStart, key.start).trim() !== '') return undefined;

  const end = value.node ? Math.max(contentEnd(text, value.node), key.start) : key.start;
  const rest = text.slice(end, endOfLine(text, end));
  const comment = rest.indexOf('#');
  const edit =
    comment !== -1
      ? { start: key.start, end: end + comment, newText: '' }
      : { ...lineSpan(text, lineStart, nextLine(text, end)), newText: '' };
  return { document, edits: [edit], apply };
}

/** Removes an item or entry in brackets or braces with the comma between it and its neighbour. */
export function removalInFlow(text: string, start: number, end: number): TextEdit {
  const before = /,\s*$/.exec(text.slice(0, start));
  if (before) return { start: before.index, end, newText: '' };
  const after = /^\s*,\s*/.exec(text.slice(end));
  return { start, end: end + (after?.[0].length ?? 0), newText: '' };
}
