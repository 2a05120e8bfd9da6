import { isCollection, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { ManifestDocument } from '../manifest/document';
import { isNode, keyOf } from '../manifest/pairs';
import type { Span, YamlValue } from '../manifest/value';

/** The line break that a text uses. */
export function lineBreak(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

export function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset behind a line's content, before its line break. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return end > 0 && text[end - 1] === '\r' ? end - 1 : end;
}

/** The offset of the next line's first character, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** The span of whole lines; with the line breaks before them where the text ends without one. */
export function lineSpan(text: string, start: number, end: number): Span {
  const isCut = end === text.length && !text.endsWith('\n');
  return { start: isCut ? text.slice(0, start).trimEnd().length : start, end };
}

/** The 0-based column of an offset, in UTF-16 units. */
export function columnOf(text: string, offset: number): number {
  return offset - startOfLine(text, offset);
}

/** Whether a map or list is written in braces or brackets. */
export function isFlow(node: Node | undefined): boolean {
  return isCollection(node) && node.flow === true;
}

/** The offset of the first character of a node's own text, past its anchor and tag. */
export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** The offset behind the last character of a node's content, without the blank lines and comments that follow it. */
export function contentEnd(text: string, node: Node): number {
  const end = node.range?.[1] ?? 0;
  if (isFlow(node)) return end;
  if (isMap(node) || isSeq(node)) {
    const last: unknown = node.items.at(-1);
    if (isNode(last)) return contentEnd(text, last);
    if (isMap(node)) {
      const pair = node.items.at(-1);
      // An empty value has a place but no text: the colon that it stands behind is what ends the pair.
      if (pair && isNode(pair.value) && !isEmpty(pair.value)) return contentEnd(text, pair.value);
      if (pair && isNode(pair.key)) return text.indexOf(':', pair.key.range?.[1] ?? 0) + 1;
    }
    return end;
  }
  // A block scalar's range includes the line break behind it.
  return isScalar(node) && /^BLOCK_/.test(node.type ?? '') ? text.slice(0, end).trimEnd().length : end;
}

/** Whether a value is written as nothing at all: `key:`. */
export function isEmpty(node: Node | undefined): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}

/** The column at which the keys of a block map stand. */
export function keyColumn(document: ManifestDocument, map: YamlValue): number | undefined {
  if (!isMap(map.node)) return undefined;
  const key = map.node.items[0]?.key;
  return isNode(key) ? columnOf(document.text, startOf(key)) : undefined;
}

/** By how many columns the document indents a map below its key; 2 where it doesn't show. */
export function indentStep(document: ManifestDocument): number {
  const match = /^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)[^\s#-]/m.exec(
    document.text,
  );
  const step = match ? (match[2] ?? '').length - (match[1] ?? '').length : 0;
  return step > 0 ? step : 2;
}

/** The offset of the dash that opens an item of a block list. */
export function dashOf(text: string, item: Node): number | undefined {
  const before = text.slice(0, item.range?.[0] ?? 0);
  const match = /-(?=\s)(?:[ \t]+[&!]\S+)*[ \t]*(?:(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*)?$/.exec(before);
  return match?.index;
}

/** The keys and indexes that lead from the document's root to a value. */
export function pathOf(value: YamlValue): (string | number)[] {
  const step = value.index ?? value.name;
  return value.parent && step !== undefined ? [...pathOf(value.parent), step] : [];
}

/** The value that a path leads to, in whichever version of the document. */
export function valueAt(document: ManifestDocument, path: readonly (string | number)[]): YamlValue {
  return path.reduce<YamlValue>(
    (at, step) => (typeof step === 'string' ? at.get(step) : (at.items[step] ?? at.get(String(step)))),
    document.root,
  );
}

/** Whether a map has the key more than once, so that an edit of one would not settle the value. */
export function isRepeated(value: YamlValue): boolean {
  const map = value.parent?.node;
  return isMap(map) && map.items.filter((pair) => keyOf(pair) === value.name).length > 1;
}
