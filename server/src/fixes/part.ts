import type { ManifestDocument } from '../manifest/document';
import type { YamlNode } from '../manifest/node';
import type { DataPath } from './data';
import { dashOf, nextLine, startOfLine } from './layout';
import type { TextEdit } from './text-edit';

/** A part of a document that means the same alone, and the edits in it. */
export interface Part {
  readonly text: string;
  /** The keys and indices that lead to its data from the root of the document. */
  readonly path: DataPath;
  readonly edits: readonly TextEdit[];
}

/**
 * The smallest part of a document that has all edits: an item of a `List`, else the whole document. A `List` can have thousands of
 * items, and each proof parses the part twice.
 */
export function partAround(document: ManifestDocument, edits: readonly TextEdit[]): Part {
  const { text, root, hasAliases } = document;
  const whole: Part = { text, path: [], edits };
  const items = root.get('items');
  // With braces, an item has no lines of its own. With aliases, an item can refer to another one.
  if (hasAliases || items.node?.kind !== 'list' || items.node.isFlow || edits.length === 0) return whole;
  const [from, to] = [Math.min(...edits.map(({ start }) => start)), Math.max(...edits.map(({ end }) => end))];
  const nodes = items.node.items;
  const index = lastBefore(nodes, from);
  const item = nodes[index];
  const dash = item && ownDash(text, item);
  if (!item || dash === undefined) return whole;
  const next = nodes[index + 1];
  const end = next ? startOfLine(text, ownDash(text, next) ?? next.start) : nextLine(text, Math.max(item.end - 1, 0));
  if (from <= dash || to > end) return whole;
  const start = startOfLine(text, dash);
  // The map of the item begins in the same column, whether a dash or a blank is before it.
  const alone = `${text.slice(start, dash)} ${text.slice(dash + 1, end)}`;
  const moved = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return { text: alone, path: ['items', index], edits: moved };
}

/** The index of the last node that begins before an offset, or -1. */
function lastBefore(nodes: readonly YamlNode[], offset: number): number {
  let [low, high] = [-1, nodes.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((nodes[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The offset of an item's dash, if nothing but blanks is before it on its line. */
function ownDash(text: string, item: YamlNode): number | undefined {
  const dash = item.kind === 'alias' ? undefined : dashOf(text, item);
  return dash !== undefined && text.slice(startOfLine(text, dash), dash).trim() === '' ? dash : undefined;
}
