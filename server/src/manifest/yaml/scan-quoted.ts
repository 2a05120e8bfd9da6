import { Char, hexDigit, isBlank, isBreak, isGap } from './characters';
import { Fold } from './fold';
import type { ScannedScalar } from './scan-plain';
import type { TextCursor } from './text-cursor';
import { YamlError } from './yaml-error';

/** Reads a scalar in quotes (YAML 1.1, 9.1.1 and 9.1.2). */
export function scanQuoted(cursor: TextCursor): ScannedScalar {
  const start = cursor.offset;
  const quote = cursor.peek();
  cursor.offset++;
  const isAsWritten = passAsWritten(cursor, quote);
  if (!isAsWritten) cursor.offset = start + 1;
  const text = isAsWritten ? cursor.text.slice(start + 1, cursor.offset) : readLines(cursor, quote, start);
  cursor.offset++;
  return { start, end: cursor.offset, text };
}

/** Passes text up to the closing quote, if it is in this line and nothing before it is escaped. */
function passAsWritten(cursor: TextCursor, quote: number): boolean {
  for (;;) {
    const code = cursor.peek();
    if (code === quote) return quote === Char.DoubleQuote || cursor.peek(1) !== Char.SingleQuote;
    if (code === Char.End || isBreak(code) || (code === Char.Backslash && quote === Char.DoubleQuote)) return false;
    cursor.offset++;
  }
}

function readLines(cursor: TextCursor, quote: number, start: number): string {
  const fold = new Fold('');
  for (;;) {
    if (cursor.marker !== Char.End) throw new YamlError('marker', cursor.offset);
    if (cursor.isAtEnd) throw new YamlError('quote', start);
    passWords(cursor, quote, fold);
    if (cursor.peek() === quote) return fold.text;
    passGap(cursor, fold);
  }
}

/** Reads up to a gap or to the closing quote. */
function passWords(cursor: TextCursor, quote: number, fold: Fold): void {
  let from = cursor.offset;
  const addWords = (): void => {
    if (cursor.offset > from) fold.add(cursor.text.slice(from, cursor.offset));
  };
  for (let code = cursor.peek(); !isGap(code); code = cursor.peek()) {
    if (code === quote) {
      if (quote === Char.DoubleQuote || cursor.peek(1) !== Char.SingleQuote) break;
      cursor.offset++;
      addWords();
      from = ++cursor.offset;
    } else if (code === Char.Backslash && quote === Char.DoubleQuote) {
      addWords();
      if (isBreak(cursor.peek(1))) {
        cursor.offset++;
        cursor.passBreak();
        fold.escapedBreak();
        return;
      }
      fold.add(readEscape(cursor));
      from = cursor.offset;
    } else cursor.offset++;
  }
  addWords();
}

function passGap(cursor: TextCursor, fold: Fold): void {
  for (;;) {
    const from = cursor.offset;
    while (isBlank(cursor.peek())) cursor.offset++;
    fold.blanks(cursor.text.slice(from, cursor.offset));
    if (!isBreak(cursor.peek())) break;
    fold.lineBreak(cursor.passBreak());
  }
  fold.endGap();
}

/** The characters behind a backslash that stand for another one. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...[...'"\'\\ \t'].map((character) => [character, character] as const),
  ...([...'0abtnvfre'].map((letter, index) => [letter, '\0\x07\b\t\n\v\f\r\x1b'[index] ?? '']) as [string, string][]),
  ['N', '\u0085'],
  ['_', '\u00a0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);
/** The letters that hexadecimal digits follow, and how many. */
const CODE_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function readEscape(cursor: TextCursor): string {
  const { offset, text } = cursor;
  const letter = text[offset + 1] ?? '';
  cursor.offset += 2;
  const character = ESCAPES.get(letter);
  if (character !== undefined) return character;
  const length = CODE_LENGTHS.get(letter);
  if (length === undefined) throw new YamlError('escape', offset);
  let code = 0;
  for (let left = length; left > 0; left--) {
    const digit = hexDigit(cursor.peek());
    if (digit < 0) throw new YamlError('escape', offset);
    code = code * 16 + digit;
    cursor.offset++;
  }
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw new YamlError('escape', offset);
  return String.fromCodePoint(code);
}
