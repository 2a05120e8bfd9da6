import type { ManifestDocument } from '../manifest/document';
import type { Span, YamlValue } from '../manifest/value';
import type { Change } from './change';
import type { PlainValue } from './contents';
import { deleteValueAt } from './data';
import { contentEnd, isFlow, nextLine, pathOf, startOfLine } from './layout';
import { commentsIn, removalOfLines } from './remove-lines';
import type { TextEdit } from './text-edit';

/**
 * Removes an entry of a map: its lines, or in braces the entry with the comma between it and its neighbour. Comments stay.
 * The map goes with its only entry, or is empty then. `undefined` if the entry cannot be removed alone.
 */
export function removeEntry(document: ManifestDocument, value: YamlValue): Change | undefined {
  const map = value.parent;
  if (map?.node?.kind !== 'map' || !value.keySpan || value.isShared || value.isRepeated) return undefined;
  if (map.node.pairs.length === 1) return removeWithMap(document, map) ?? emptyMap(document, map, value);
  const edit = isFlow(map.node) ? entryInFlow(document, value) : entryInLines(document, value);
  return edit && { document, edits: [edit], apply: removing(value) };
}

/** A map that has a comment keeps its place, so that what the comment is about can still be seen. */
function removeWithMap(document: ManifestDocument, map: YamlValue): Change | undefined {
  const around = map.parent?.node;
  if (!map.keySpan || !map.node || around?.kind !== 'map' || around.pairs.length === 1) return undefined;
  const lines = linesOf(document, map);
  return lines && commentsIn(document, lines).length > 0 ? undefined : removeEntry(document, map);
}

/** Leaves `{}` of a map with one entry. */
function emptyMap(document: ManifestDocument, map: YamlValue, entry: YamlValue): Change | undefined {
  if (!map.node) return undefined;
  const apply = removing(entry);
  if (isFlow(map.node)) {
    const inside = { start: map.node.start + 1, end: map.node.end - 1 };
    return { document, edits: [{ ...inside, newText: '' }], apply };
  }
  const removal = entryInLines(document, entry);
  if (!map.keySpan || !removal) return undefined;
  const colon = document.text.indexOf(':', map.keySpan.end) + 1;
  return { document, edits: [{ start: colon, end: colon, newText: ' {}' }, removal], apply };
}

function entryInFlow({ text }: ManifestDocument, { keySpan, node }: YamlValue): TextEdit | undefined {
  return keySpan && node ? removalInFlow(text, keySpan.start, node.end) : undefined;
}

function entryInLines(document: ManifestDocument, value: YamlValue): TextEdit | undefined {
  const lines = linesOf(document, value);
  return lines && value.keySpan && removalOfLines(document, lines, value.keySpan.start);
}

/** The lines of an entry; `undefined` if it shares one with what is before it. */
function linesOf({ text }: ManifestDocument, { keySpan, node }: YamlValue): Span | undefined {
  if (!keySpan) return undefined;
  const start = startOfLine(text, keySpan.start);
  if (text.slice(start, keySpan.start).trim() !== '') return undefined;
  const end = node ? Math.max(contentEnd(text, node), keySpan.start) : keySpan.start;
  return { start, end: nextLine(text, end) };
}

function removing(value: YamlValue): (root: PlainValue) => void {
  return (root) => deleteValueAt(root, pathOf(value));
}

/** Removes an item or entry in brackets or braces with the comma between it and its neighbour. */
export function removalInFlow(text: string, start: number, end: number): TextEdit {
  const before = /,\s*$/.exec(text.slice(0, start));
  if (before) return { start: before.index, end, newText: '' };
  const after = /^\s*,\s*/.exec(text.slice(end));
  return { start, end: end + (after?.[0].length ?? 0), newText: '' };
}
