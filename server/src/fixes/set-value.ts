import { isMap, isScalar, isSeq } from 'yaml';
import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change, JsonValue, TextEdit } from './change';
import {
  columnOf,
  contentEnd,
  endOfLine,
  indentStep,
  isEmpty,
  isFlow,
  isRepeated,
  keyColumn,
  lineBreak,
  pathOf,
  startOfLine,
} from './layout';

/** What can be written: a scalar, or a short list of words, which is written in brackets. */
export type NewValue = string | number | boolean | readonly string[];

/**
 * Writes a value at a place of a document: over the scalar or list that stands there, else as a new entry with whatever
 * maps above it are missing. `undefined` where the place can't take it, or where the text there also serves another place.
 */
export function setValue(document: ManifestDocument, value: YamlValue, data: NewValue): Change | undefined {
  if (value.isShared || isRepeated(value)) return undefined;
  const edit =
    value.exists && !isEmpty(value.node) ? replace(document, value, data) : insertEntry(document, value, data);
  if (!edit) return undefined;
  const path = pathOf(value);
  return { document, edits: [edit], apply: (root) => setPath(root, path, data) };
}

/** A value as YAML text: quoted only where it would otherwise be read as something else. */
export function valueText(data: NewValue): string {
  if (typeof data === 'object') return `[${data.map(valueText).join(', ')}]`;
  if (typeof data !== 'string') return String(data);
  // With a slash, what begins like a number isn't one: an address with a path.
  return /^[A-Za-z_./][\w./:@-]*[\w/]$|^[A-Za-z]$|^\d[\w.:-]*\/[\w./:@-]*\w$/.test(data) &&
    !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(data)
    ? data
    : JSON.stringify(data);
}

function replace(document: ManifestDocument, value: YamlValue, data: NewValue): TextEdit | undefined {
  const { node } = value;
  if (typeof data === 'object') return replaceList(document, value, data);
  if (!isScalar(node) || !node.range || /^BLOCK_/.test(node.type ?? '')) return undefined;
  const [start, end] = node.range;
  if (typeof data !== 'string') return { start, end, newText: valueText(data) };
  if (node.type === 'PLAIN') return { start, end, newText: writerFor(document, value)(data) };
  const isSafe = /^[\w ./:@-]*$/.test(data);
  if (node.type === 'QUOTE_SINGLE' && isSafe) return { start, end, newText: `'${data}'` };
  return { start, end, newText: JSON.stringify(data) };
}

/** Everything in JSON is quoted, or the file would stop being JSON. */
function writerFor({ text }: ManifestDocument, { keySpan, parent }: YamlValue): (data: NewValue) => string {
  return keySpan && text[keySpan.start] === '"' && isFlow(parent?.node) ? JSON.stringify : valueText;
}

/** A list is written in brackets, behind its key if it stood in lines below it. */
function replaceList(document: ManifestDocument, value: YamlValue, data: readonly string[]): TextEdit | undefined {
  const { node, keySpan } = value;
  if (!isSeq(node) || !node.range || !keySpan) return undefined;
  if (isFlow(node)) return { start: node.range[0], end: node.range[1], newText: writerFor(document, value)(data) };
  const colon = document.text.indexOf(':', keySpan.end) + 1;
  return { start: colon, end: contentEnd(document.text, node), newText: ` ${valueText(data)}` };
}

/** A new entry, in the nearest map above it that is there, behind that map's last entry. */
function insertEntry(document: ManifestDocument, value: YamlValue, data: NewValue): TextEdit | undefined {
  const names: string[] = [];
  let map = value;
  while (!isMap(map.node)) {
    if (map.name === undefined || !map.parent || (map.exists && !isEmpty(map.node))) return undefined;
    names.unshift(map.name);
    map = map.parent;
  }
  // `securityContext:` with nothing behind it is a place to fill rather than a key to write again.
  const open = map.get(names[0] ?? '');
  if (open.pair) return fillEmpty(document, map, open, names.slice(1), data);
  return isFlow(map.node) ? insertInFlow(document, map, names, data) : insertInBlock(document, map, names, data);
}

function insertInBlock(
  document: ManifestDocument,
  map: YamlValue,
  names: readonly string[],
  data: NewValue,
): TextEdit | undefined {
  const column = keyColumn(document, map);
  if (column === undefined || !isMap(map.node)) return undefined;
  const { text } = document;
  const at = endOfLine(text, contentEnd(text, map.node));
  return { start: at, end: at, newText: lineBreak(text) + blockEntry(document, names, data, column) };
}

function fillEmpty(
  document: ManifestDocument,
  map: YamlValue,
  open: YamlValue,
  names: readonly string[],
  data: NewValue,
): TextEdit | undefined {
  const { text } = document;
  const column = keyColumn(document, map);
  if (!open.keySpan || column === undefined || isFlow(map.node)) return undefined;
  const colon = text.indexOf(':', open.keySpan.end) + 1;
  if (names.length === 0) return { start: colon, end: colon, newText: ` ${valueText(data)}` };
  const at = endOfLine(text, colon);
  const nested = blockEntry(document, names, data, column + indentStep(document));
  return { start: at, end: at, newText: lineBreak(text) + nested };
}

function insertInFlow(
  document: ManifestDocument,
  map: YamlValue,
  names: readonly string[],
  data: NewValue,
): TextEdit | undefined {
  if (!isMap(map.node) || !map.node.range) return undefined;
  const { text } = document;
  const [start, end] = map.node.range;
  const body = text.slice(start + 1, end - 1);
  // Everything in JSON is quoted; a new entry must be too, or the file would stop being JSON.
  const isJson = body.trim() === '' ? text[map.keySpan?.start ?? start] === '"' : /^\s*"/.test(body);
  const entry = flowEntry(names, data, isJson ? JSON.stringify : valueText);
  if (map.node.items.length === 0) {
    return body.trim() === '' ? { start: start + 1, end: end - 1, newText: ` ${entry} ` } : undefined;
  }
  const last = start + 1 + body.trimEnd().length;
  // In JSON-like text that spans lines, the new entry gets a line of its own, like its siblings.
  const isOnOwnLine = body.includes('\n') && text.slice(startOfLine(text, last), last).trim() !== '';
  const indent = ' '.repeat(keyColumn(document, map) ?? columnOf(text, start));
  const separator = isOnOwnLine ? `,${lineBreak(text)}${indent}` : ', ';
  return {
    start: last,
    end: last,
    newText: body.trimEnd().endsWith(',') ? ` ${entry}` : separator + entry,
  };
}

function blockEntry(document: ManifestDocument, names: readonly string[], data: NewValue, column: number): string {
  const step = indentStep(document);
  return names
    .map((name, depth) => {
      const isLast = depth === names.length - 1;
      return `${' '.repeat(column + depth * step)}${valueText(name)}:${isLast ? ` ${valueText(data)}` : ''}`;
    })
    .join(lineBreak(document.text));
}

function flowEntry(names: readonly string[], data: NewValue, write: (data: NewValue) => string): string {
  const [first = '', ...rest] = names;
  return `${write(first)}: ${rest.length === 0 ? write(data) : `{ ${flowEntry(rest, data, write)} }`}`;
}

function setPath(root: JsonValue, path: readonly (string | number)[], data: NewValue): void {
  let at: JsonValue = root;
  path.forEach((step, depth) => {
    if (typeof at !== 'object' || at === null) return;
    const parent = at as Record<string | number, JsonValue>;
    if (depth === path.length - 1) parent[step] = typeof data === 'object' ? [...data] : data;
    else parent[step] ??= {};
    at = parent[step] ?? null;
  });
}
