import type { Span } from '../value';
import {
  AMPERSAND,
  ASTERISK,
  AT,
  BACKTICK,
  BAR,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOUBLE_QUOTE,
  END,
  EXCLAMATION,
  forbiddenCharacter,
  GREATER,
  HASH,
  isGap,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  PERCENT,
  QUESTION,
  SINGLE_QUOTE,
  SPACE,
  TAB,
} from './characters';
import { Cursor } from './cursor';
import { scanBlock } from './scan-block';
import { scanPlain } from './scan-plain';
import { scanAnchor, scanDirective, scanTag } from './scan-properties';
import { scanQuoted } from './scan-quoted';
import { SimpleKeys } from './simple-keys';
import { Token, Tokens } from './tokens';
import { YamlError } from './yaml-error';

/** The tokens of a text, and what is said beside them. */
export interface Scanned {
  /** The last one is `Token.End` or `Token.Error`. */
  readonly tokens: Tokens;
  /** In the order of the text, without the blanks at their end. */
  readonly comments: readonly Span[];
  /** Why the last token is `Token.Error`. */
  readonly error: YamlError | undefined;
}

/** Reads the tokens of a text as kubectl's parser does (goyaml.v2, which follows libyaml and YAML 1.1). */
export function scan(text: string): Scanned {
  const scanner = new Scanner(text);
  try {
    const forbidden = forbiddenCharacter(text);
    if (forbidden !== -1) throw new YamlError('character', forbidden);
    scanner.scanAll();
    return scanner.scanned(undefined);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const before = new Scanner(text);
    before.scanUpTo(scanner.lastStart);
    return before.scanned(error);
  }
}

const BRACKETS: ReadonlySet<number> = new Set([OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE]);
/** A block scalar can't be in brackets. */
const BEGIN_NOTHING: ReadonlySet<number> = new Set([BAR, GREATER, PERCENT, AT, BACKTICK]);

class Scanner {
  readonly #cursor: Cursor;
  readonly #tokens = new Tokens();
  readonly #comments: Span[] = [];
  readonly #keys: SimpleKeys;
  /** The column of the open block collection; -1 if there is none. */
  #indent = -1;
  /** The columns of the block collections around it. */
  readonly #indents: number[] = [];
  /** How many brackets are open. */
  #brackets = 0;
  /** Whether a key without `?` may begin here, or an item of a list. */
  #isKeyAllowed = true;
  /** The offset before the gap and the token that are read. */
  lastStart = 0;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
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
      while (code === SPACE || (code === TAB && (this.#brackets > 0 || !this.#isKeyAllowed))) {
        cursor.offset++;
        code = cursor.peek();
      }
      if (code === HASH) this.#passComment();
      if (cursor.passBreak() === '') return;
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
    const marker = isFirst ? cursor.marker : END;
    if (isFirst && code === PERCENT) this.#scanDirective();
    else if (marker !== END) this.#scanMarker(marker === MINUS ? Token.DocumentStart : Token.DocumentEnd);
    else if (this.#isIndicator(code)) this.#scanIndicator(code);
    else this.#scanNode(code);
  }

  /** Whether a character stands for itself: before other text, `-`, `?` and `:` begin a plain scalar. */
  #isIndicator(code: number): boolean {
    if (code === QUESTION || code === COLON) return this.#brackets > 0 || isGap(this.#cursor.peek(1));
    return code === MINUS ? isGap(this.#cursor.peek(1)) : BRACKETS.has(code) || code === COMMA;
  }

  #scanIndicator(code: number): void {
    if (code === MINUS) this.#scanItem();
    else if (code === QUESTION) this.#scanKey();
    else if (code === COLON) this.#scanValue();
    else if (code === COMMA) this.#scanComma();
    else if (code === OPEN_BRACKET) this.#openBracket(Token.FlowListStart);
    else if (code === OPEN_BRACE) this.#openBracket(Token.FlowMapStart);
    else this.#closeBracket(code === CLOSE_BRACKET ? Token.FlowListEnd : Token.FlowMapEnd);
  }

  #scanNode(code: number): void {
    if (code === DOUBLE_QUOTE) this.#scanQuoted(Token.DoubleQuoted);
    else if (code === SINGLE_QUOTE) this.#scanQuoted(Token.SingleQuoted);
    else if (code === AMPERSAND) this.#scanAnchor(Token.Anchor);
    else if (code === ASTERISK) this.#scanAnchor(Token.Alias);
    else if (code === EXCLAMATION) this.#scanTag();
    else if ((code === BAR || code === GREATER) && this.#brackets === 0) this.#scanBlock(code === BAR);
    else if (code === TAB) throw new YamlError('tab', this.#cursor.offset);
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
    this.#brackets++;
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
    const { start, end, text, endsLine } = scanPlain(this.#cursor, this.#indent, this.#brackets > 0);
    this.#tokens.add(Token.Plain, start, end, text);
    if (endsLine) this.#isKeyAllowed = true;
  }

  #scanBlock(isLiteral: boolean): void {
    this.#keys.remove();
    this.#isKeyAllowed = true;
    const { start, end, text } = scanBlock(this.#cursor, this.#indent, isLiteral, () => this.#passComment());
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
    const isRequired = this.#brackets === 0 && this.#indent === column;
    this.#keys.save({ slot, offset, lineStart, column, isRequired });
  }

  /** Whether a block collection begins in this column, which is then open. */
  #beginsBlock(column: number): boolean {
    if (this.#brackets > 0 || this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  /** Ends the block collections whose column is greater. */
  #endBlocks(column: number): void {
    if (this.#brackets > 0) return;
    const { offset } = this.#cursor;
    while (this.#indent > column) {
      this.#tokens.add(Token.BlockEnd, offset, offset);
      this.#indent = this.#indents.pop() ?? -1;
    }
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
