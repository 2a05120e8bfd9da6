import { isSeq } from 'yaml';
import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change, JsonValue } from './change';
import { dashOf, isFlow, lineBreak, pathOf, startOfLine } from './layout';
import { itemLines } from './move-item';

/**
 * Moves an item of a list before another one above it, with the comments that belong to it. `undefined` for lists in
 * brackets, and where the text also serves another place.
 */
export function moveUp(document: ManifestDocument, item: YamlValue, before: YamlValue): Change | undefined {
  const { text } = document;
  const list = item.parent;
  if (!list || !isSeq(list.node) || isFlow(list.node) || item.isShared || !item.node || !before.node) return undefined;
  const [from, to] = [dashOf(text, item.node), dashOf(text, before.node)];
  if (from === undefined || to === undefined) return undefined;
  // An item beside its list's key, or beside another list's dash, has no lines of its own.
  if ([from, to].some((dash) => text.slice(startOfLine(text, dash), dash).trim() !== '')) return undefined;
  const moved = itemLines(text, from, item.node);
  const place = itemLines(text, to, before.node).start;
  const newText = text.slice(moved.start, moved.end);
  const isCut = !newText.endsWith('\n');
  return {
    document,
    edits: [
      { start: place, end: place, newText: isCut ? newText + lineBreak(text) : newText },
      // With the last line of a file goes the line break before it.
      { start: isCut ? moved.start - lineBreak(text).length : moved.start, end: moved.end, newText: '' },
    ],
    apply: (root) => reorder(root, pathOf(list), item.index ?? 0, before.index ?? 0),
  };
}

function reorder(root: JsonValue, path: readonly (string | number)[], from: number, to: number): void {
  const list = path.reduce<JsonValue>((at, step) => (at as Record<string | number, JsonValue>)[step] ?? null, root);
  if (!Array.isArray(list)) return;
  const [moved] = list.splice(from, 1);
  if (moved !== undefined) list.splice(to, 0, moved);
}
