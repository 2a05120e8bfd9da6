import type { ManifestDocument } from '../manifest/document';
import type { YamlContent, YamlNode } from '../manifest/node';
import type { Span, YamlValue } from '../manifest/value';

/** The line break that a text uses. */
export function lineBreak(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

export function startOfLine(text: string, offset: number): number {
  // A search from a negative offset would start at 0.
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset of the end of a line, before its line break. */
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

/** The span of whole lines. If the text ends without a line break, the span includes the line break before the lines. */
export function lineSpan(text: string, start: number, end: number): Span {
  const isCut = end === text.length && !text.endsWith('\n');
  return { start: isCut ? text.slice(0, start).trimEnd().length : start, end };
}

/** The 0-based column of an offset, in UTF-16 units. */
export function columnOf(text: string, offset: number): number {
  return offset - startOfLine(text, offset);
}

/** Whether a map or list is written in braces or brackets. */
export function isFlow(node: YamlNode | undefined): boolean {
  return (node?.kind === 'map' || node?.kind === 'list') && node.isFlow;
}

/** The offset behind the last character of a node, without the blank lines and comments that follow it. */
export function contentEnd(text: string, node: YamlNode): number {
  if (node.kind === 'list' && !node.isFlow) {
    const last = node.items.at(-1);
    return last ? contentEnd(text, last) : node.end;
  }
  if (node.kind === 'map' && !node.isFlow) {
    const last = node.pairs.at(-1);
    if (!last) return node.end;
    // An empty value has a place but no text: the pair ends with its colon.
    return isEmpty(last.value) ? text.indexOf(':', last.key.end) + 1 : contentEnd(text, last.value);
  }
  // A block scalar's place includes the line break behind it.
  return isBlockScalar(node) ? text.slice(0, node.end).trimEnd().length : node.end;
}

/** Whether a value is empty: `key:`. */
export function isEmpty(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null && node.isEmpty;
}

/** Whether a scalar is written in lines below its place, as `|` or `>`. */
export function isBlockScalar(node: YamlNode): boolean {
  return node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded');
}

/** The column of the keys of a block map. */
export function keyColumn(document: ManifestDocument, map: YamlValue): number | undefined {
  const [first] = map.node?.kind === 'map' ? map.node.pairs : [];
  return first && columnOf(document.text, first.key.start);
}

/** By how many columns the document indents a map below its key; 2 if the document has no such map. */
export function indentStep({ text }: ManifestDocument): number {
  let key: number | undefined;
  for (let start = 0; start < text.length; start = nextLine(text, start)) {
    const line = text.slice(start, endOfLine(text, start));
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    const indent = line.length - content.length;
    if (content.startsWith('-')) key = undefined;
    else if (key !== undefined) return indent > key ? indent - key : 2;
    else if (ENDS_AS_KEY.test(content)) key = indent;
  }
  return 2;
}

const ENDS_AS_KEY = /:[ \t]*(?:#[\s\S]*)?$/;

/** The offset of the dash that opens an item of a block list. */
export function dashOf(text: string, item: YamlContent): number | undefined {
  const before = text.slice(0, item.start);
  // Blank lines and comments can be between the dash and the item.
  let start = before.lastIndexOf('\n') + 1;
  if (start > 0 && before.slice(start).trim() === '')
    do start = startOfLine(before, start - 1);
    while (start > 0 && /^(?:#|$)/.test(before.slice(start, endOfLine(before, start)).trim()));
  const match = OPENS_ITEM.exec(`${before.slice(start, endOfLine(before, start)).trimEnd()} `);
  return match ? start + match.index : undefined;
}

/** A dash, perhaps with an anchor and a tag, at the end of a line that ends in one space. */
const OPENS_ITEM = /-(?=\s)(?:[ \t]{1,100}[&!]\S{1,200}){0,2}(?:[ \t]{0,100}#[\s\S]*| )$/;

/** The keys and indexes that lead from the document's root to a value. */
export function pathOf(value: YamlValue): (string | number)[] {
  const step = value.index ?? value.name;
  return value.parent && step !== undefined ? [...pathOf(value.parent), step] : [];
}

/** The value at a path, in any version of the document. */
export function textValueAt(document: ManifestDocument, path: readonly (string | number)[]): YamlValue {
  return path.reduce<YamlValue>(
    (at, step) => (typeof step === 'string' ? at.get(step) : (at.items[step] ?? at.get(String(step)))),
    document.root,
  );
}
