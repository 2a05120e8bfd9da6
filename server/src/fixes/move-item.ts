import { isMap, isSeq } from 'yaml';
import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import { applyEdits, type Change, type JsonValue, type TextEdit } from './change';
import {
  columnOf,
  contentEnd,
  dashOf,
  endOfLine,
  isEmpty,
  isFlow,
  keyColumn,
  lineBreak,
  lineSpan,
  nextLine,
  pathOf,
  startOfLine,
} from './layout';
import { moveBetweenFlowLists } from './move-flow-item';
import { setValue } from './set-value';

/** Moving a list's item to another list of the same map, with one more entry on the way. */
export interface Move {
  readonly item: YamlValue;
  /** The list it goes to, in the map that its own list is in. Created if missing; the item becomes its last. */
  readonly target: YamlValue;
  readonly entry: { readonly key: string; readonly data: string };
}

/** `undefined` where the lists' styles can't be kept, or where the item's text also serves another place. */
export function moveItem(document: ManifestDocument, move: Move): Change | undefined {
  const { item, target, entry } = move;
  const list = item.parent;
  if (item.isShared || target.isShared || !list || !isSeq(list.node) || !isMap(item.node)) return undefined;
  const set = setValue(document, item.get(entry.key), entry.data);
  if (!set) return undefined;
  const edits = isFlow(list.node)
    ? moveBetweenFlowLists(document, move, set.edits)
    : moveBetweenBlockLists(document, move, set.edits);
  return edits && { document, edits, apply: (root) => moveData(root, move) };
}

function moveBetweenBlockLists(
  document: ManifestDocument,
  { item, target }: Move,
  entryEdits: readonly TextEdit[],
): TextEdit[] | undefined {
  const { text } = document;
  const list = item.parent;
  const from = item.node && dashOf(text, item.node);
  const listKey = list?.keySpan;
  if (from === undefined || !listKey || !item.node || text.slice(startOfLine(text, from), from).trim() !== '')
    return undefined;

  const dashColumn = columnOf(text, from);
  const region = itemLines(text, from, item.node);
  const inside = entryEdits.map((edit) => ({
    ...edit,
    start: edit.start - region.start,
    end: edit.end - region.start,
  }));
  const moved = applyEdits(text.slice(region.start, region.end), inside).trimEnd();
  const removal = { ...lineSpan(text, region.start, region.end), newText: '' };

  const place = targetPlace(document, target, listKey.start, dashColumn);
  if (!place) return undefined;
  const newText = place.text(indentBy(moved, place.column - dashColumn));
  return [{ start: place.start, end: place.end, newText }, removal];
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly column: number;
  text(moved: string): string;
}

/** Where the moved lines go: behind the target's last item, into an empty target, or into a new list before its sibling. */
function targetPlace(
  document: ManifestDocument,
  target: YamlValue,
  sibling: number,
  dashColumn: number,
): Place | undefined {
  const { text } = document;
  const eol = lineBreak(text);
  if (isSeq(target.node) && !isFlow(target.node)) {
    const last = target.items.at(-1)?.node;
    const dash = last && dashOf(text, last);
    if (!last || dash === undefined) return undefined;
    const { end } = itemLines(text, dash, last);
    const isCut = end === text.length && !text.endsWith('\n');
    return { start: end, end, column: columnOf(text, dash), text: (moved) => (isCut ? eol + moved : moved + eol) };
  }
  if (target.pair && target.keySpan) {
    const colon = text.indexOf(':', target.keySpan.end) + 1;
    if (isEmpty(target.node)) {
      const at = endOfLine(text, colon);
      return { start: at, end: at, column: dashColumn, text: (moved) => eol + moved };
    }
    if (isSeq(target.node) && target.node.items.length === 0 && target.node.range) {
      const [, end] = target.node.range;
      if (text.slice(end, endOfLine(text, end)).trim() !== '') return undefined;
      return { start: colon, end, column: dashColumn, text: (moved) => eol + moved };
    }
    return undefined;
  }
  const column = target.parent && keyColumn(document, target.parent);
  if (column === undefined) return undefined;
  const lineStart = startOfLine(text, sibling);
  if (text.slice(lineStart, sibling).trim() !== '') return undefined;
  const at = commentsAbove(text, lineStart, column);
  const key = `${' '.repeat(column)}${target.name}:`;
  return { start: at, end: at, column: dashColumn, text: (moved) => `${key}${eol}${moved}${eol}` };
}

/** The whole lines of a list's item: with the comments right above its dash, and those behind it that are indented deeper. */
export function itemLines(
  text: string,
  dash: number,
  item: NonNullable<YamlValue['node']>,
): { start: number; end: number } {
  const column = columnOf(text, dash);
  let end = nextLine(text, contentEnd(text, item));
  while (end < text.length) {
    const line = text.slice(end, endOfLine(text, end));
    if (!/^\s*#/.test(line) || line.search(/\S/) <= column) break;
    end = nextLine(text, end);
  }
  return { start: commentsAbove(text, startOfLine(text, dash), column), end };
}

/** The start of the comment lines right above a line that stand at the same column. */
function commentsAbove(text: string, lineStart: number, column: number): number {
  let start = lineStart;
  while (start > 0) {
    const previous = startOfLine(text, start - 1);
    const line = text.slice(previous, start);
    if (!/^[ \t]*#/.test(line) || line.search(/\S/) !== column) break;
    start = previous;
  }
  return start;
}

function indentBy(lines: string, columns: number): string {
  if (columns === 0) return lines;
  if (columns > 0) return lines.replace(/^(?=[^\r\n])/gm, ' '.repeat(columns));
  return lines.replace(new RegExp(`^ {${-columns}}`, 'gm'), '');
}

function moveData(root: JsonValue, { item, target, entry }: Move): void {
  const path = pathOf(item);
  const map = path
    .slice(0, -2)
    .reduce<JsonValue>((at, step) => (at as Record<string | number, JsonValue>)[step] ?? null, root);
  const lists = map as Record<string, JsonValue>;
  const source = lists[String(path.at(-2))];
  const name = String(target.name);
  if (!Array.isArray(source)) return;
  const [moved] = source.splice(Number(path.at(-1)), 1);
  const list = Array.isArray(lists[name]) ? lists[name] : [];
  list.push({ ...(moved as Record<string, JsonValue>), [entry.key]: entry.data });
  lists[name] = list;
}
