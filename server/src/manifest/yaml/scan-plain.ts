import { Char, isBlank, isBreak, isGap } from './characters';
import { Fold } from './fold';
import type { TextCursor } from './text-cursor';
import { YamlError } from './yaml-error';

/** A scalar in the text. */
export interface ScannedScalar {
  readonly start: number;
  readonly end: number;
  /** Its data, where that is not what is written. */
  readonly text: string | undefined;
}

export interface ScannedPlain extends ScannedScalar {
  /** The cursor is behind a line break. */
  readonly endsLine: boolean;
}

/**
 * Reads a scalar without quotes (YAML 1.1, 9.1.3). The cursor passes the blanks and line breaks behind it, too.
 * @param indent the column of the block collection that it is in; -1 if there is none
 */
export function scanPlain(cursor: TextCursor, indent: number, isInFlow: boolean): ScannedPlain {
  const start = cursor.offset;
  let fold: Fold | undefined;
  let end = start;
  let endsLine = false;
  while (cursor.marker === Char.End && cursor.peek() !== Char.Hash) {
    const from = cursor.offset;
    passWords(cursor, isInFlow);
    if (cursor.offset > from) {
      fold?.add(cursor.text.slice(from, cursor.offset));
      end = cursor.offset;
      endsLine = false;
    }
    if (!isBlank(cursor.peek()) && !isBreak(cursor.peek())) break;
    const gap = cursor.offset;
    while (isBlank(cursor.peek())) cursor.offset++;
    if (!isBreak(cursor.peek())) {
      fold?.blanks(cursor.text.slice(gap, cursor.offset));
      continue;
    }
    fold ??= new Fold(cursor.text.slice(start, end));
    passBreaks(cursor, fold, start, indent + 1);
    endsLine = true;
    if (!isInFlow && cursor.column < indent + 1) break;
  }
  return { start, end, text: fold?.hasFolded ? fold.text : undefined, endsLine };
}

/** Passes the characters up to a gap or to an indicator. */
function passWords(cursor: TextCursor, isInFlow: boolean): void {
  for (let code = cursor.peek(); !isGap(code); code = cursor.peek()) {
    if (code === Char.Colon && isGap(cursor.peek(1))) return;
    if (isInFlow && isFlowIndicator(code)) return;
    cursor.offset++;
  }
}

function isFlowIndicator(code: number): boolean {
  return (
    code === Char.Comma ||
    code === Char.Question ||
    code === Char.OpenBracket ||
    code === Char.CloseBracket ||
    code === Char.OpenBrace ||
    code === Char.CloseBrace
  );
}

function passBreaks(cursor: TextCursor, fold: Fold, start: number, indent: number): void {
  for (;;) {
    const code = cursor.peek();
    if (isBreak(code)) fold.lineBreak(cursor.passBreak());
    else if (!isBlank(code)) return;
    else if (code === Char.Tab && cursor.column < indent) throw new YamlError('tab', start);
    else cursor.offset++;
  }
}
