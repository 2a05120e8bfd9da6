import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change } from './change';
import type { PlainValue } from './contents';
import { type DataPath, setValueAt, valueAt } from './data';
import {
  columnOf,
  contentEnd,
  dashOf,
  endOfLine,
  indentStep,
  isEmpty,
  isFlow,
  keyColumn,
  lineBreak,
  pathOf,
} from './layout';
import { valueText } from './set-value';

/** A map of scalars: a mount, an environment variable, a port. */
export type NewItem = Readonly<Record<string, string | number | boolean>>;

/**
 * Appends an item to a list, and creates the list if it is missing. `undefined` if the list is shared with another place,
 * or if its style cannot be kept.
 */
export function appendItem(document: ManifestDocument, list: YamlValue, item: NewItem): Change | undefined {
  if (list.isShared) return undefined;
  const edit =
    list.node?.kind === 'list' && list.node.items.length > 0
      ? behindLast(document, list, item)
      : asFirst(document, list, item);
  return edit && { document, edits: [edit], apply: (root) => appendData(root, pathOf(list), item) };
}

function behindLast(document: ManifestDocument, list: YamlValue, item: NewItem) {
  const { text } = document;
  const last = list.items.at(-1)?.node;
  if (!last || !list.node) return undefined;
  if (isFlow(list.node)) {
    const { end } = last;
    return { start: end, end, newText: `, ${flowItem(item, /^\{\s*"/.test(text.slice(last.start)))}` };
  }
  const dash = dashOf(text, last);
  if (dash === undefined) return undefined;
  const offset = endOfLine(text, contentEnd(text, last));
  return {
    start: offset,
    end: offset,
    newText: lineBreak(text) + blockItem(item, columnOf(text, dash), lineBreak(text)),
  };
}

/** A new list behind the last entry of the map, or in place of an empty list. */
function asFirst(document: ManifestDocument, list: YamlValue, item: NewItem) {
  const { text } = document;
  const map = list.parent;
  if (map?.node?.kind !== 'map') return undefined;
  const column = keyColumn(document, map);
  if (column === undefined || isFlow(map.node) || (list.exists && !isEmpty(list.node))) return undefined;
  const lines = lineBreak(text) + blockItem(item, column + indentStep(document), lineBreak(text));
  if (list.keySpan) {
    const index = endOfLine(text, text.indexOf(':', list.keySpan.end) + 1);
    return { start: index, end: index, newText: lines };
  }
  const offset = endOfLine(text, contentEnd(text, map.node));
  return { start: offset, end: offset, newText: `${lineBreak(text)}${' '.repeat(column)}${list.name}:${lines}` };
}

function blockItem(item: NewItem, column: number, eol: string): string {
  return Object.entries(item)
    .map(([key, data], index) => `${' '.repeat(column)}${index === 0 ? '- ' : '  '}${key}: ${valueText(data)}`)
    .join(eol);
}

function flowItem(item: NewItem, isJson: boolean): string {
  const entries = Object.entries(item).map(([key, data]) =>
    isJson ? `"${key}": ${JSON.stringify(data)}` : `${key}: ${valueText(data)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

function appendData(root: PlainValue, path: DataPath, item: NewItem): void {
  const list = valueAt(root, path);
  setValueAt(root, path, [...(Array.isArray(list) ? list : []), { ...item }]);
}
