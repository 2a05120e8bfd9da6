import { isMap, isSeq } from 'yaml';
import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change, JsonValue } from './change';
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
 * Appends an item to a list, which is created in its map where it is missing. `undefined` where the list is shared with
 * another place, or where its style can't be kept.
 */
export function appendItem(document: ManifestDocument, list: YamlValue, item: NewItem): Change | undefined {
  if (list.isShared) return undefined;
  const edit =
    isSeq(list.node) && list.node.items.length > 0 ? behindLast(document, list, item) : asFirst(document, list, item);
  return edit && { document, edits: [edit], apply: (root) => appendData(root, pathOf(list), item) };
}

function behindLast(document: ManifestDocument, list: YamlValue, item: NewItem) {
  const { text } = document;
  const last = list.items.at(-1)?.node;
  if (!last?.range || !list.node) return undefined;
  if (isFlow(list.node)) {
    const [, end] = last.range;
    return {
      start: end,
      end,
      newText: `, ${flowItem(item, text[last.range[0]] === '{' && /^\{\s*"/.test(text.slice(last.range[0])))}`,
    };
  }
  const dash = dashOf(text, last);
  if (dash === undefined) return undefined;
  const at = endOfLine(text, contentEnd(text, last));
  return { start: at, end: at, newText: lineBreak(text) + blockItem(item, columnOf(text, dash), lineBreak(text)) };
}

/** A new list behind the map's last entry, or in place of one that is empty. */
function asFirst(document: ManifestDocument, list: YamlValue, item: NewItem) {
  const { text } = document;
  const map = list.parent;
  if (!map || !isMap(map.node)) return undefined;
  const column = keyColumn(document, map);
  if (column === undefined || isFlow(map.node) || (list.exists && !isEmpty(list.node))) return undefined;
  const lines = lineBreak(text) + blockItem(item, column + indentStep(document), lineBreak(text));
  if (list.keySpan) {
    const at = endOfLine(text, text.indexOf(':', list.keySpan.end) + 1);
    return { start: at, end: at, newText: lines };
  }
  const at = endOfLine(text, contentEnd(text, map.node));
  return { start: at, end: at, newText: `${lineBreak(text)}${' '.repeat(column)}${list.name}:${lines}` };
}

function blockItem(item: NewItem, column: number, eol: string): string {
  return Object.entries(item)
    .map(([key, data], at) => `${' '.repeat(column)}${at === 0 ? '- ' : '  '}${key}: ${valueText(data)}`)
    .join(eol);
}

function flowItem(item: NewItem, isJson: boolean): string {
  const entries = Object.entries(item).map(([key, data]) =>
    isJson ? `"${key}": ${JSON.stringify(data)}` : `${key}: ${valueText(data)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

function appendData(root: JsonValue, path: readonly (string | number)[], item: NewItem): void {
  const parent = path
    .slice(0, -1)
    .reduce<JsonValue>((at, step) => (at as Record<string | number, JsonValue>)[step] ?? null, root);
  const map = parent as Record<string | number, JsonValue>;
  const name = path.at(-1) ?? '';
  const list = map[name];
  map[name] = [...(Array.isArray(list) ? list : []), { ...item }];
}
