import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change } from './change';
import type { PlainValue } from './contents';
import { deleteValueAt } from './data';
import { contentEnd, dashOf, isFlow, nextLine, pathOf, startOfLine } from './layout';
import { removalInFlow, removeEntry } from './remove-entry';
import { removalOfLines } from './remove-lines';

/** Removes an item of a list, or the list with its last item. Comments stay. `undefined` if it cannot be removed alone. */
export function removeItem(document: ManifestDocument, item: YamlValue): Change | undefined {
  const list = item.parent;
  if (list?.node?.kind !== 'list' || !item.node || item.isShared) return undefined;
  if (list.node.items.length === 1) return removeEntry(document, list);
  const { text } = document;
  const apply = (root: PlainValue): void => deleteValueAt(root, pathOf(item));
  const { start, end } = item.node;
  if (isFlow(list.node)) return { document, edits: [removalInFlow(text, start, end)], apply };
  const dash = dashOf(text, item.node);
  if (dash === undefined || text.slice(startOfLine(text, dash), dash).trim() !== '') return undefined;
  const lines = { start: startOfLine(text, dash), end: nextLine(text, contentEnd(text, item.node)) };
  const edit = removalOfLines(document, lines, dash);
  return edit && { document, edits: [edit], apply };
}
