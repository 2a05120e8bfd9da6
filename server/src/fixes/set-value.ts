import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change } from './change';
import { setValueAt } from './data';
import {
  columnOf,
  contentEnd,
  endOfLine,
  indentStep,
  isBlockScalar,
  isEmpty,
  isFlow,
  keyColumn,
  lineBreak,
  pathOf,
  startOfLine,
} from './layout';
import { commentsIn } from './remove-lines';
import type { TextEdit } from './text-edit';

/** A scalar, or a short list of words, which is written in brackets. */
export type NewValue = string | number | boolean | readonly string[];

/**
 * Writes a value at a place of a document: it replaces the scalar or list there, or becomes a new entry, with the missing
 * maps above it. `undefined` if the place cannot have the value, or if the text there is shared with another place.
 */
export function setValue(document: ManifestDocument, value: YamlValue, data: NewValue): Change | undefined {
  if (value.isShared || value.isRepeated) return undefined;
  const edit =
    value.exists && !isEmpty(value.node) ? replace(document, value, data) : insertEntry(document, value, data);
  if (!edit) return undefined;
  const path = pathOf(value);
  return {
    document,
    edits: [edit],
    apply: (root) => setValueAt(root, path, typeof data === 'object' ? [...data] : data),
  };
}

/** A value as YAML text, with quotes only if it would otherwise be read as something else. */
export function valueText(data: NewValue): string {
  if (typeof data === 'object') return `[${data.map(valueText).join(', ')}]`;
  if (typeof data !== 'string') return String(data);
  // A text with a slash is no number, even if it begins like one: an address with a path.
  return /^[A-Za-z_./][\w./:@-]*[\w/]$|^[A-Za-z]$|^\d[\w.:-]*\/[\w./:@-]*\w$/.test(data) &&
    !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(data)
    ? data
    : JSON.stringify(data);
}

function replace(document: ManifestDocument, value: YamlValue, data: NewValue): TextEdit | undefined {
  const { node } = value;
  if (typeof data === 'object') return replaceList(document, value, data);
  if (node?.kind !== 'scalar' || isBlockScalar(node)) return undefined;
  const { start, end } = node;
  if (typeof data !== 'string') return { start, end, newText: valueText(data) };
  if (node.style === 'plain') return { start, end, newText: writerFor(document, value)(data) };
  const isSafe = /^[\w ./:@-]*$/.test(data);
  if (node.style === 'single' && isSafe) return { start, end, newText: `'${data}'` };
  return { start, end, newText: JSON.stringify(data) };
}

/** In JSON, every text must be quoted, or the file is no longer JSON. */
function writerFor({ text }: ManifestDocument, { keySpan, parent }: YamlValue): (data: NewValue) => string {
  return keySpan && text[keySpan.start] === '"' && isFlow(parent?.node) ? JSON.stringify : valueText;
}

/** Writes a list in brackets. A list in lines below its key moves behind the key, and its comments behind and below it. */
function replaceList(document: ManifestDocument, value: YamlValue, data: readonly string[]): TextEdit | undefined {
  const { node, keySpan } = value;
  if (node?.kind !== 'list' || !keySpan) return undefined;
  if (isFlow(node)) return { start: node.start, end: node.end, newText: writerFor(document, value)(data) };
  const { text } = document;
  const start = text.indexOf(':', keySpan.end) + 1;
  const end = endOfLine(text, contentEnd(text, node));
  const [first, ...others] = commentsIn(document, { start, end });
  const indent = ' '.repeat(columnOf(text, keySpan.start) + indentStep(document));
  const below = others.map((comment) => lineBreak(text) + indent + comment);
  return { start, end, newText: ` ${valueText(data)}${first ? ` ${first}` : ''}${below.join('')}` };
}

/** A new entry behind the last entry of the nearest existing map above it. */
function insertEntry(document: ManifestDocument, value: YamlValue, data: NewValue): TextEdit | undefined {
  const names: string[] = [];
  let map = value;
  while (map.node?.kind !== 'map') {
    if (map.name === undefined || !map.parent || (map.exists && !isEmpty(map.node))) return undefined;
    names.unshift(map.name);
    map = map.parent;
  }
  // An empty `securityContext:` is filled, because a second key would be a duplicate.
  const open = map.get(names[0] ?? '');
  if (open.hasKey) return fillEmpty(document, map, open, names.slice(1), data);
  return isFlow(map.node) ? insertInFlow(document, map, names, data) : insertInBlock(document, map, names, data);
}

function insertInBlock(
  document: ManifestDocument,
  map: YamlValue,
  names: readonly string[],
  data: NewValue,
): TextEdit | undefined {
  const column = keyColumn(document, map);
  if (column === undefined || map.node?.kind !== 'map') return undefined;
  const { text } = document;
  const offset = endOfLine(text, contentEnd(text, map.node));
  return { start: offset, end: offset, newText: lineBreak(text) + blockEntry(document, names, data, column) };
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
  const offset = endOfLine(text, colon);
  const nested = blockEntry(document, names, data, column + indentStep(document));
  return { start: offset, end: offset, newText: lineBreak(text) + nested };
}

function insertInFlow(
  document: ManifestDocument,
  map: YamlValue,
  names: readonly string[],
  data: NewValue,
): TextEdit | undefined {
  if (map.node?.kind !== 'map') return undefined;
  const { text } = document;
  const { start, end } = map.node;
  const body = text.slice(start + 1, end - 1);
  // In JSON, the new entry must be quoted, or the file is no longer JSON.
  const isJson = body.trim() === '' ? text[map.keySpan?.start ?? start] === '"' : /^\s*"/.test(body);
  const entry = flowEntry(names, data, isJson ? JSON.stringify : valueText);
  if (map.node.pairs.length === 0) {
    return body.trim() === '' ? { start: start + 1, end: end - 1, newText: ` ${entry} ` } : undefined;
  }
  const last = start + 1 + body.trimEnd().length;
  // In JSON-like text over several lines, the new entry gets its own line, like its siblings.
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
