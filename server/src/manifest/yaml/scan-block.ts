import { Char, isBlank, isBreak, isDigit } from './characters';
import type { ScannedScalar } from './scan-plain';
import type { TextCursor } from './text-cursor';
import { YamlError } from './yaml-error';

/**
 * Reads a block scalar (YAML 1.1, 9.2). It ends behind the line break of its last line that is not empty; of its last line
 * where all line breaks are kept, or where all lines are empty.
 * @param indent the column of the block collection that it is in; -1 if there is none
 * @param onComment called with the comment of its first line
 */
export function scanBlock(
  cursor: TextCursor,
  indent: number,
  isLiteral: boolean,
  onComment: () => void,
): ScannedScalar & { readonly text: string } {
  const start = cursor.offset;
  const { chomping, increment } = scanHeader(cursor);
  while (isBlank(cursor.peek())) cursor.offset++;
  if (cursor.peek() === Char.Hash) onComment();
  if (!isBreak(cursor.peek()) && !cursor.isAtEnd) throw new YamlError('block', start);
  cursor.passBreak();
  const lines = new BlockLines(cursor, indent, increment, start);
  const text = lines.read(isLiteral, chomping);
  return { start, end: lines.end(chomping), text };
}

/** What happens to the line breaks at the end: by default, one stays. */
type Chomping = 'clip' | 'strip' | 'keep';

/** Reads the indicators behind `|` or `>`, which come in any order. An increment of 0 means none. */
function scanHeader(cursor: TextCursor): { readonly chomping: Chomping; readonly increment: number } {
  const start = cursor.offset;
  let chomping: Chomping = 'clip';
  let increment = 0;
  cursor.offset++;
  const scanChomping = (): boolean => {
    const code = cursor.peek();
    if (code !== Char.Plus && code !== Char.Minus) return false;
    chomping = code === Char.Plus ? 'keep' : 'strip';
    cursor.offset++;
    return true;
  };
  const scanIncrement = (): void => {
    if (!isDigit(cursor.peek())) return;
    increment = cursor.peek() - Char.Zero;
    if (increment === 0) throw new YamlError('block', start);
    cursor.offset++;
  };
  if (scanChomping()) scanIncrement();
  else {
    scanIncrement();
    if (increment > 0) scanChomping();
  }
  return { chomping, increment };
}

class BlockLines {
  readonly #cursor: TextCursor;
  /** The column of the block collection around it. */
  readonly #parent: number;
  /** Of `|` or `>`. */
  readonly #start: number;
  /** The column of its lines; 0 until the first line that is not empty tells it. */
  #indent: number;
  readonly #startOfText: number;
  #endOfText: number;
  #endOfBreaks: number;

  constructor(cursor: TextCursor, parent: number, increment: number, start: number) {
    this.#cursor = cursor;
    this.#parent = parent;
    this.#start = start;
    this.#indent = increment > 0 ? Math.max(parent, 0) + increment : 0;
    this.#startOfText = this.#endOfText = this.#endOfBreaks = cursor.offset;
  }

  end(chomping: Chomping): number {
    const isEmpty = this.#endOfText === this.#startOfText;
    return isEmpty || chomping === 'keep' ? this.#endOfBreaks : this.#endOfText;
  }

  read(isLiteral: boolean, chomping: Chomping): string {
    const cursor = this.#cursor;
    let [text, lastBreak, wasIndented] = ['', '', false];
    let emptyLines = this.#passEmptyLines();
    while (cursor.column === this.#indent && !cursor.isAtEnd) {
      const isIndented = isBlank(cursor.peek());
      // Lines that are indented more, and the lines beside them, are not folded.
      const isFolded = !isLiteral && !wasIndented && !isIndented && lastBreak === '\n';
      text += isFolded ? emptyLines || ' ' : lastBreak + emptyLines;
      const from = cursor.offset;
      cursor.passLine();
      text += cursor.text.slice(from, cursor.offset);
      lastBreak = cursor.endLine();
      this.#endOfText = this.#endOfBreaks = cursor.offset;
      wasIndented = isIndented;
      emptyLines = this.#passEmptyLines();
    }
    if (chomping !== 'strip') text += lastBreak;
    return chomping === 'keep' ? text + emptyLines : text;
  }

  /** Passes empty lines and the indentation of the next line, and returns the line breaks. */
  #passEmptyLines(): string {
    const cursor = this.#cursor;
    let [breaks, deepest] = ['', 0];
    for (;;) {
      while (this.#isIndentation && cursor.peek() === Char.Space) cursor.offset++;
      deepest = Math.max(deepest, cursor.column);
      if (this.#isIndentation && cursor.peek() === Char.Tab) throw new YamlError('tab', this.#start);
      if (!isBreak(cursor.peek())) break;
      breaks += cursor.passBreak();
      this.#endOfBreaks = cursor.offset;
    }
    if (cursor.isAtEnd) breaks += cursor.endLine();
    if (this.#indent === 0) this.#indent = Math.max(deepest, this.#parent + 1, 1);
    return breaks;
  }

  /** Whether the next blank is a part of the indentation. */
  get #isIndentation(): boolean {
    return this.#indent === 0 || this.#cursor.column < this.#indent;
  }
}
