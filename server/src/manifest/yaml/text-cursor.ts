import { Char, isBreak, isGap } from './characters';

/** A place in a text that moves forward, with the start of its line. Offsets are 0-based UTF-16 offsets. */
export class TextCursor {
  readonly text: string;
  offset = 0;
  lineStart = 0;
  readonly #length: number;
  readonly #hasPairs: boolean;
  /** Up to where surrogate pairs were counted in this line, and how many there are. */
  #counted = 0;
  #pairs = 0;

  constructor(text: string) {
    this.text = text;
    this.#length = text.length;
    this.#hasPairs = /[\ud800-\udbff]/.test(text);
    this.passByteOrderMark();
  }

  /** The character at an offset from the cursor, or `Char.End`. */
  peek(ahead = 0): number {
    const at = this.offset + ahead;
    return at < this.#length ? this.text.charCodeAt(at) : Char.End;
  }

  /** Passes a byte order mark where a text begins: it counts for no column there. */
  passByteOrderMark(): void {
    if (this.peek() === Char.ByteOrderMark) this.lineStart = ++this.offset;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.#length;
  }

  /** The number of characters, not of UTF-16 units, before the cursor in its line. */
  get column(): number {
    return this.#hasPairs ? this.offset - this.lineStart - this.#pairsInLine() : this.offset - this.lineStart;
  }

  /** Goes on from the place of the last call: lines can be long. */
  #pairsInLine(): number {
    if (this.#counted < this.lineStart) {
      this.#counted = this.lineStart;
      this.#pairs = 0;
    }
    this.#pairs += pairsIn(this.text, this.#counted, this.offset);
    this.#counted = Math.max(this.#counted, this.offset);
    return this.#pairs;
  }

  /** Whether so many characters at most are between an offset and the cursor. */
  isNear(start: number, most: number): boolean {
    const units = this.offset - start;
    if (units <= most) return true;
    return this.#hasPairs && units <= 2 * most && units - pairsIn(this.text, start, this.offset) <= most;
  }

  /** Passes a line break, if there is one, and returns it as the data has it. */
  passBreak(): string {
    const code = this.peek();
    if (!isBreak(code)) return '';
    this.offset += code === Char.CarriageReturn && this.peek(1) === Char.LineFeed ? 2 : 1;
    this.lineStart = this.offset;
    return code === Char.LineSeparator || code === Char.ParagraphSeparator ? String.fromCharCode(code) : '\n';
  }

  /** The same at the end of the text, too: kubectl ends the last line of a file with a line break if it has none. */
  endLine(): string {
    if (!this.isAtEnd) return this.passBreak();
    if (this.offset === this.lineStart) return '';
    this.lineStart = this.offset;
    return '\n';
  }

  /** Passes the rest of a line, without its line break. */
  passLine(): void {
    let at = this.offset;
    while (at < this.#length && !isBreak(this.text.charCodeAt(at))) at++;
    this.offset = at;
  }

  /**
   * The character of a document marker (`---` or `...`) at the start of this line; `END` if there is none. kubectl takes `---`
   * for one whatever follows it.
   */
  get marker(): number {
    if (this.offset !== this.lineStart) return Char.End;
    const code = this.peek();
    if (code !== Char.Minus && code !== Char.Dot) return Char.End;
    const isMarker = this.peek(1) === code && this.peek(2) === code && (code === Char.Minus || isGap(this.peek(3)));
    return isMarker ? code : Char.End;
  }
}

/** The number of surrogate pairs in a part of a text. */
function pairsIn(text: string, start: number, end: number): number {
  let pairs = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff) pairs++;
  }
  return pairs;
}
