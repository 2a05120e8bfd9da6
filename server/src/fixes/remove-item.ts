import { isSeq } from 'yaml';
import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change, JsonValue } from './change';
import { contentEnd, dashOf, isFlow, lineSpan, nextLine, pathOf, startOfLine } from './layout';
import { removalInFlow, removeEntry } from './remove-entry';

/**
 * Removes an item of a list; with the list's last item goes the list. `undefined` where the item can't be taken out
 * alone. What is exact also keeps the comments, so an item with comments of its own stays.
 */
export function removeItem(document: ManifestDocument, item: YamlValue): Change | undefined {
  const list = item.parent;
  if (!list || !isSeq(list.node) || !item.node?.range || item.isShared) return undefined;
  if (list.node.items.length === 1) return removeEntry(document, list);
  const { text } = document;
  const apply = (root: JsonValue): void => deleteItem(root, pathOf(item));
  const [start, end] = item.node.range;
  if (isFlow(list.node)) return { document, edits: [removalInFlow(text, start, end)], apply };
  const dash = dashOf(text, item.node);
  if (dash === undefined || text.slice(startOfLine(text, dash), dash).trim() !== '') return undefined;
  const lines = lineSpan(text, startOfLine(text, dash), nextLine(text, contentEnd(text, item.node)));
  const edit = { ...lines, newText: '' };
  return { document, edits: [edit], apply };
}

function deleteItem(root: JsonValue, path: readonly (string | number)[]): void {
  const list = path.slice(0, -1).reduce<JsonValue | undefined>((at, step) => {
    return typeof at === 'object' && at !== null ? (at as Record<string | number, JsonValue>)[step] : undefined;
  }, root);
  if (Array.isArray(list)) list.splice(Number(path.at(-1)), 1);
}
