import type { Position } from '../manifest/line-index';
import { printableSource } from '../text/printable';

/** A line of source, and the mark to print below it. */
export interface Frame {
  readonly line: string;
  /** Moves the mark below the marked text. */
  readonly indent: string;
  /** Carets. */
  readonly mark: string;
}

/** How much of a long line is shown, and how much of that is before the mark; in UTF-16 units. */
const LONGEST = 200;
const BEFORE = 60;

/**
 * The line where a range starts, with the range underlined; of a range over several lines, the first line.
 * @param source the line, without its line break
 * @param start 0-based, in UTF-16 units, as is `end`
 */
export function frameOf(source: string, start: Position, end: Position): Frame {
  const last = end.line === start.line ? Math.min(end.character, source.length) : source.length;
  const from = source.length > LONGEST ? Math.max(0, start.character - BEFORE) : 0;
  const to = Math.min(source.length, from + LONGEST);
  const [head, tail] = [from > 0 ? '…' : '', to < source.length ? '…' : ''];
  // Tabs stay tabs, so that the mark is below the text in every terminal.
  const before = printableSource(head + source.slice(from, start.character));
  const indent = UNUSUAL.test(before)
    ? before.replace(/[^\t]/gu, (character) => ' '.repeat(widthOf(character)))
    : ' '.repeat(before.length);
  const marked = printableSource(source.slice(start.character, Math.min(last, to)));
  const width = UNUSUAL.test(marked) ? [...marked].reduce((sum, one) => sum + widthOf(one), 0) : marked.length;
  return {
    line: head + printableSource(source.slice(from, to)) + tail,
    indent,
    mark: '^'.repeat(Math.max(1, width)),
  };
}

/** Characters that need not have one column. */
const UNUSUAL = /[^ -~]/;

/** The columns of a character in a terminal: two for wide East Asian characters and emoji, none for joiners. */
function widthOf(character: string): number {
  if (character >= ' ' && character <= '~') return 1;
  if (/\p{Mark}|\p{Cf}/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u.test(
    character,
  )
    ? 2
    : 1;
}
