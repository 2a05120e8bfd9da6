import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import type { Change } from './change';
import type { PlainValue } from './contents';
import { setValueAt, valueAt } from './data';
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
import { applyEdits, type TextEdit } from './text-edit';

/** A move of a list item to another list of the same map, which can add an entry to the item. */
export interface Move {
  readonly item: YamlValue;
  /** The list in the same map to which the item moves, as the last item. The list is created if it is missing. */
  readonly target: YamlValue;
  readonly entry: { readonly key: string; readonly data: string };
}

/** `undefined` if the styles of the lists cannot be kept, or if the text of the item is shared with another place. */
export function moveItem(document: ManifestDocument, move: Move): Change | undefined {
  const { item, target, entry } = move;
  const list = item.parent;
  if (item.isShared || target.isShared || !list || list.node?.kind !== 'list' || item.node?.kind !== 'map')
    return undefined;
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

/** The place for the moved lines: behind the last item of the target, in an empty target, or in a new list before its sibling. */
function targetPlace(
  document: ManifestDocument,
  target: YamlValue,
  sibling: number,
  dashColumn: number,
): Place | undefined {
  const { text } = document;
  const eol = lineBreak(text);
  if (target.node?.kind === 'list' && !isFlow(target.node)) {
    const last = target.items.at(-1)?.node;
    const dash = last && dashOf(text, last);
    if (!last || dash === undefined) return undefined;
    const { end } = itemLines(text, dash, last);
    const isCut = end === text.length && !text.endsWith('\n');
    return { start: end, end, column: columnOf(text, dash), text: (moved) => (isCut ? eol + moved : moved + eol) };
  }
  if (target.hasKey && target.keySpan) {
    const colon = text.indexOf(':', target.keySpan.end) + 1;
    if (isEmpty(target.node)) {
      const offset = endOfLine(text, colon);
      return { start: offset, end: offset, column: dashColumn, text: (moved) => eol + moved };
    }
    if (target.node?.kind === 'list' && target.node.items.length === 0) {
      const { end } = target.node;
      if (text.slice(end, endOfLine(text, end)).trim() !== '') return undefined;
      return { start: colon, end, column: dashColumn, text: (moved) => eol + moved };
    }
    return undefined;
  }
  const column = target.parent && keyColumn(document, target.parent);
  if (column === undefined) return undefined;
  const lineStart = startOfLine(text, sibling);
  if (text.slice(lineStart, sibling).trim() !== '') return undefined;
  const offset = commentsAbove(text, lineStart, column);
  const key = `${' '.repeat(column)}${target.name}:`;
  return { start: offset, end: offset, column: dashColumn, text: (moved) => `${key}${eol}${moved}${eol}` };
}

/** The whole lines of a list item, with the comments directly above its dash and the deeper comments below it. */
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

/** The start of the comment lines directly above a line, at the same column. */
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

function moveData(root: PlainValue, { item, target, entry }: Move): void {
  const path = pathOf(item);
  const source = valueAt(root, path.slice(0, -1));
  if (!Array.isArray(source)) return;
  const [moved] = source.splice(Number(path.at(-1)), 1);
  const to = [...path.slice(0, -2), String(target.name)];
  const list = valueAt(root, to);
  const whole = { ...(moved as Record<string, PlainValue>), [entry.key]: entry.data };
  setValueAt(root, to, [...(Array.isArray(list) ? list : []), whole]);
}
