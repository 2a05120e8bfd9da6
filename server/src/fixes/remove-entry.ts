import { isMap } from 'yaml';
import type { ManifestDocument } from '../manifest/document';
import { isNode } from '../manifest/pairs';
import type { YamlValue } from '../manifest/value';
import type { Change, JsonValue, TextEdit } from './change';
import { contentEnd, endOfLine, isFlow, isRepeated, lineSpan, nextLine, pathOf, startOf, startOfLine } from './layout';

/**
 * Removes an entry of a map: its line where the map has no braces, else with the comma that parts it from its neighbour.
 * A comment behind it stays. `undefined` where the entry can't be taken out alone: as a map's only entry, or beside a
 * list's dash.
 */
export function removeEntry(document: ManifestDocument, value: YamlValue): Change | undefined {
  const map = value.parent?.node;
  const key = value.pair?.key;
  if (!isMap(map) || map.items.length < 2 || !isNode(key) || value.isShared) return undefined;
  if (isRepeated(value)) return undefined;
  const { text } = document;
  const apply = (root: JsonValue): void => deletePath(root, pathOf(value));
  if (isFlow(map)) {
    const end = value.node?.range?.[1];
    return end === undefined ? undefined : { document, edits: [removalInFlow(text, startOf(key), end)], apply };
  }
  const lineStart = startOfLine(text, startOf(key));
  if (text.slice(lineStart, startOf(key)).trim() !== '') return undefined;

  const end = value.node ? Math.max(contentEnd(text, value.node), startOf(key)) : startOf(key);
  const rest = text.slice(end, endOfLine(text, end));
  const comment = /#.*$/.exec(rest);
  const edit = comment
    ? { start: startOf(key), end: end + comment.index, newText: '' }
    : { ...lineSpan(text, lineStart, nextLine(text, end)), newText: '' };
  return { document, edits: [edit], apply };
}

/** Removes an item or entry in brackets or braces with the comma that parts it from its neighbour. */
export function removalInFlow(text: string, start: number, end: number): TextEdit {
  const before = /,\s*$/.exec(text.slice(0, start));
  if (before) return { start: before.index, end, newText: '' };
  const after = /^\s*,\s*/.exec(text.slice(end));
  return { start, end: end + (after?.[0].length ?? 0), newText: '' };
}

function deletePath(root: JsonValue, path: readonly (string | number)[]): void {
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<JsonValue | undefined>((at, step) => {
    return typeof at === 'object' && at !== null ? (at as Record<string | number, JsonValue>)[step] : undefined;
  }, root);
  if (typeof parent === 'object' && parent !== null && last !== undefined) {
    delete (parent as Record<string | number, JsonValue>)[last];
  }
}
