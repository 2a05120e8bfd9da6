import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change } from './change';
import type { PlainValue } from './contents';
import { valueAt } from './data';
import { dashOf, isFlow, lineBreak, pathOf, startOfLine } from './layout';
import { itemLines } from './move-item';

/**
 * Moves an item of a list before another item above it, with its comments. `undefined` for lists in brackets, and if the
 * text is shared with another place.
 */
export function moveUp(document: ManifestDocument, item: YamlValue, before: YamlValue): Change | undefined {
  const { text } = document;
  const list = item.parent;
  if (list?.node?.kind !== 'list' || isFlow(list.node) || item.isShared || !item.node || !before.node) return undefined;
  const [from, to] = [dashOf(text, item.node), dashOf(text, before.node)];
  if (from === undefined || to === undefined) return undefined;
  // An item on the line of its list's key, or of another list's dash, does not have whole lines.
  if ([from, to].some((dash) => text.slice(startOfLine(text, dash), dash).trim() !== '')) return undefined;
  const moved = itemLines(text, from, item.node);
  const place = itemLines(text, to, before.node).start;
  const newText = text.slice(moved.start, moved.end);
  const isCut = !newText.endsWith('\n');
  return {
    document,
    edits: [
      { start: place, end: place, newText: isCut ? newText + lineBreak(text) : newText },
      // For the last line of a file, the line break before it moves, too.
      { start: isCut ? moved.start - lineBreak(text).length : moved.start, end: moved.end, newText: '' },
    ],
    apply: (root) => reorder(root, pathOf(list), item.index ?? 0, before.index ?? 0),
  };
}

function reorder(root: PlainValue, path: readonly (string | number)[], from: number, to: number): void {
  const list = valueAt(root, path);
  if (!Array.isArray(list)) return;
  const [moved] = list.splice(from, 1);
  if (moved !== undefined) list.splice(to, 0, moved);
}
