import type { Span } from '../value';

import { ExcessError, MOST_YAML_DEPTH } from './anchors';
import { Blocks } from './blocks';
import { Char, isGap } from './characters';
import { scanBlock } from './scan-block';
import { scanPlain } from './scan-plain';
import { scanAnchor, scanDirective, scanTag } from './scan-properties';
import { scanQuoted } from './scan-quoted';
import { SimpleKeys } from './simple-keys';
import { TextCursor } from './text-cursor';
import { type Scanned, Token, Tokens } from './tokens';
import { YamlError } from './yaml-error';

const BRACKETS: ReadonlySet<number> = new Set([Char.OpenBracket, Char.CloseBracket, Char.OpenBrace, Char.CloseBrace]);
/** A block scalar can't be in brackets. */
const BEGIN_NOTHING: ReadonlySet<number> = new Set([Char.Bar, Char.Greater, Char.Percent, Char.At, Char.Backtick]);

/** Reads the tokens of a text, one after the other. */
export class Scanner {
  readonly #cursor: TextCursor;
  readonly #tokens = new Tokens();
  readonly #comments: Span[] = [];
  readonly #keys: SimpleKeys;
  readonly #blocks = new Blocks();
  /** How many brackets are open. */
  #brackets = 0;
  /** Whether a key without `?` may begin here, or an item of a list. */
  #isKeyAllowed = true;
  /** The offset before the gap and the token that are read. */
  lastStart = 0;

  constructor(text: string) {
    this.#cursor = new TextCursor(text);
    this.#keys = new SimpleKeys(this.#cursor);
  }

  /**
   * What has been read, and why not more is. kubectl's parser takes no token while it may be the start of a key: then it
   * fails before that one.
   */
  scanned(error: YamlError | undefined): Scanned {
    const slot = error && this.#keys.firstSlot;
    if (slot !== undefined) this.#tokens.fill(slot, Token.Error, error?.offset ?? 0);
    else if (error) this.#tokens.add(Token.Error, error.offset, error.offset);
    return { tokens: this.#tokens, comments: this.#comments, error };
  }

  /** Reads the tokens that begin before an offset. */
  scanUpTo(end: number): void {
    const cursor = this.#cursor;
    while (cursor.offset < end) {
      this.#keys.expectNoneBefore();
      this.lastStart = cursor.offset;
      this.#passGap();
      this.#endBlocks(cursor.column);
      if (cursor.isAtEnd) break;
      this.#scanToken(cursor.peek());
    }
  }

  scanAll(): void {
    this.scanUpTo(Number.POSITIVE_INFINITY);
    this.#endBlocks(-1);
    this.#keys.remove();
    this.#tokens.add(Token.End, this.#cursor.offset, this.#cursor.offset);
  }

  /** Passes blanks, comments and line breaks. A tab is no indentation. */
  #passGap(): void {
    const cursor = this.#cursor;
    for (;;) {
      let code = cursor.peek();
      while (code === Char.Space || (code === Char.Tab && (this.#brackets > 0 || !this.#isKeyAllowed))) {
        cursor.offset++;
        code = cursor.peek();
      }
      if (code === Char.Hash) this.#passComment();
      if (cursor.passBreak() === '') return;
      // kubectl splits a file first, so that a document begins behind the line of its marker.
      if (this.#tokens.kinds.at(-1) === Token.DocumentStart) cursor.passByteOrderMark();
      if (this.#brackets === 0) this.#isKeyAllowed = true;
    }
  }

  #passComment(): void {
    const { offset: start, text } = this.#cursor;
    this.#cursor.passLine();
    this.#comments.push({ start, end: start + text.slice(start, this.#cursor.offset).trimEnd().length });
  }

  #scanToken(code: number): void {
    const cursor = this.#cursor;
    const isFirst = cursor.offset === cursor.lineStart;
    const marker = isFirst ? cursor.marker : Char.End;
    if (isFirst && code === Char.Percent) this.#scanDirective();
    else if (marker !== Char.End) this.#scanMarker(marker === Char.Minus ? Token.DocumentStart : Token.DocumentEnd);
    else if (this.#isIndicator(code)) this.#scanIndicator(code);
    else this.#scanNode(code);
  }

  /** Whether a character stands for itself: before other text, `-`, `?` and `:` begin a plain scalar. */
  #isIndicator(code: number): boolean {
    if (code === Char.Question || code === Char.Colon) return this.#brackets > 0 || isGap(this.#cursor.peek(1));
    return code === Char.Minus ? isGap(this.#cursor.peek(1)) : BRACKETS.has(code) || code === Char.Comma;
  }

  #scanIndicator(code: number): void {
    if (code === Char.Minus) this.#scanItem();
    else if (code === Char.Question) this.#scanKey();
    else if (code === Char.Colon) this.#scanValue();
    else if (code === Char.Comma) this.#scanComma();
    else if (code === Char.OpenBracket) this.#openBracket(Token.FlowListStart);
    else if (code === Char.OpenBrace) this.#openBracket(Token.FlowMapStart);
    else this.#closeBracket(code === Char.CloseBracket ? Token.FlowListEnd : Token.FlowMapEnd);
  }

  #scanNode(code: number): void {
    if (code === Char.DoubleQuote) this.#scanQuoted(Token.DoubleQuoted);
    else if (code === Char.SingleQuote) this.#scanQuoted(Token.SingleQuoted);
    else if (code === Char.Ampersand) this.#scanAnchor(Token.Anchor);
    else if (code === Char.Asterisk) this.#scanAnchor(Token.Alias);
    else if (code === Char.Exclamation) this.#scanTag();
    else if ((code === Char.Bar || code === Char.Greater) && this.#brackets === 0) this.#scanBlock(code === Char.Bar);
    else if (code === Char.Tab) throw new YamlError('tab', this.#cursor.offset);
    else if (BEGIN_NOTHING.has(code)) throw new YamlError('token', this.#cursor.offset);
    else this.#scanPlain();
  }

  #scanDirective(): void {
    this.#endDocument();
    const { offset } = this.#cursor;
    const directive = scanDirective(this.#cursor, () => this.#passComment());
    if (directive.kind === 'version') this.#add(Token.VersionDirective, offset, directive.version);
    else this.#tokens.handles.set(this.#add(Token.TagDirective, offset, directive.prefix), directive.handle);
  }

  #scanMarker(kind: Token): void {
    this.#endDocument();
    this.#passIndicator(kind, 3);
    if (kind === Token.DocumentStart) this.#expectEndOfLine();
  }

  /** kubectl refuses a separator with text behind it, which is no comment (k8s.io/apimachinery, `YAMLReader`). */
  #expectEndOfLine(): void {
    const { offset, text } = this.#cursor;
    const end = text.indexOf('\n', offset);
    const line = text.slice(offset, end === -1 ? undefined : end);
    const start = line.search(/[^\s\u0085]/);
    if (start !== -1 && line[start] !== '#') throw new YamlError('separator', offset + start);
    if (line[0] === '#') this.#passComment();
  }

  #endDocument(): void {
    this.#endBlocks(-1);
    this.#keys.remove();
    this.#isKeyAllowed = false;
  }

  #openBracket(kind: Token): void {
    const mayBeKey = this.#isKeyAllowed;
    this.#saveKey();
    this.#keys.openBracket(mayBeKey);
    if (++this.#brackets > MOST_YAML_DEPTH) throw new ExcessError('depth');
    this.#isKeyAllowed = true;
    this.#passIndicator(kind, 1);
  }

  #closeBracket(kind: Token): void {
    this.#keys.remove();
    this.#keys.closeBracket();
    if (this.#brackets > 0) this.#brackets--;
    this.#isKeyAllowed = false;
    this.#passIndicator(kind, 1);
  }

  #scanComma(): void {
    this.#keys.remove();
    this.#isKeyAllowed = true;
    this.#passIndicator(Token.FlowItem, 1);
  }

  #scanItem(): void {
    const { offset, column } = this.#cursor;
    if (this.#brackets === 0) {
      if (!this.#isKeyAllowed) throw new YamlError('item', offset);
      if (this.#beginsBlock(column)) this.#tokens.add(Token.BlockListStart, offset, offset);
    }
    this.#keys.remove();
    this.#isKeyAllowed = true;
    this.#passIndicator(Token.BlockItem, 1);
  }

  #scanKey(): void {
    if (this.#brackets === 0) this.#beginMapHere('key');
    this.#keys.remove();
    this.#isKeyAllowed = this.#brackets === 0;
    this.#passIndicator(Token.Key, 1);
  }

  #scanValue(): void {
    const key = this.#keys.take();
    if (key) {
      const beginsBlock = this.#beginsBlock(key.column);
      if (!key.isTaken) {
        if (beginsBlock) this.#tokens.fill(key.slot, Token.BlockMapStart, key.offset);
        this.#tokens.fill(key.slot + 1, Token.Key, key.offset);
      } else {
        this.#tokens.add(Token.Key, key.offset, key.offset);
        if (beginsBlock) this.#tokens.add(Token.BlockMapStart, key.offset, key.offset);
      }
      this.#isKeyAllowed = false;
    } else {
      if (this.#brackets === 0) this.#beginMapHere('value');
      this.#isKeyAllowed = this.#brackets === 0;
    }
    this.#passIndicator(Token.Value, 1);
  }

  #beginMapHere(what: 'key' | 'value'): void {
    const { offset, column } = this.#cursor;
    if (!this.#isKeyAllowed) throw new YamlError(what, offset);
    if (this.#beginsBlock(column)) this.#tokens.add(Token.BlockMapStart, offset, offset);
  }

  #scanAnchor(kind: Token): void {
    this.#beginNode();
    const { offset } = this.#cursor;
    const name = scanAnchor(this.#cursor);
    this.#add(kind, offset, name);
  }

  #scanTag(): void {
    this.#beginNode();
    const { offset } = this.#cursor;
    const { handle, suffix } = scanTag(this.#cursor);
    this.#tokens.handles.set(this.#add(Token.Tag, offset, suffix), handle);
  }

  #scanQuoted(kind: Token): void {
    this.#beginNode();
    const { start, end, text } = scanQuoted(this.#cursor);
    this.#tokens.add(kind, start, end, text);
  }

  #scanPlain(): void {
    this.#beginNode();
    const { start, end, text, endsLine } = scanPlain(this.#cursor, this.#blocks.column, this.#brackets > 0);
    this.#tokens.add(Token.Plain, start, end, text);
    if (endsLine) this.#isKeyAllowed = true;
  }

  #scanBlock(isLiteral: boolean): void {
    this.#keys.remove();
    this.#isKeyAllowed = true;
    const { start, end, text } = scanBlock(this.#cursor, this.#blocks.column, isLiteral, () => this.#passComment());
    this.#tokens.add(isLiteral ? Token.Literal : Token.Folded, start, end, text);
  }

  /** Notes that a node begins which can be a key. */
  #beginNode(): void {
    this.#saveKey();
    this.#isKeyAllowed = false;
  }

  #saveKey(): void {
    if (!this.#isKeyAllowed) return;
    const { offset, lineStart, column } = this.#cursor;
    const slot = this.#tokens.add(Token.Nothing, offset, offset);
    this.#tokens.add(Token.Nothing, offset, offset);
    const isRequired = this.#brackets === 0 && this.#blocks.column === column;
    this.#keys.save({ slot, offset, lineStart, column, isRequired, isTaken: false });
  }

  /** Outside of brackets, the column of a token begins and ends block collections. */
  #beginsBlock(column: number): boolean {
    return this.#brackets === 0 && this.#blocks.begin(column);
  }

  #endBlocks(column: number): void {
    if (this.#brackets > 0) return;
    const { offset } = this.#cursor;
    while (this.#blocks.endBehind(column)) this.#tokens.add(Token.BlockEnd, offset, offset);
  }

  #passIndicator(kind: Token, length: number): void {
    const { offset } = this.#cursor;
    this.#cursor.offset += length;
    this.#add(kind, offset);
  }

  #add(kind: Token, start: number, text?: string): number {
    return this.#tokens.add(kind, start, this.#cursor.offset, text);
  }
}
