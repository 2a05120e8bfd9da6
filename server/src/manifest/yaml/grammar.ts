import { type YamlContent, YamlList, YamlMap, type YamlNode } from '../node';
import type { SyntaxProblem } from '../problem';
import { Anchors } from './anchors';
import { Composer } from './composer';
import { skipBlanks } from './gaps';
import { TagHandles } from './tag-handles';
import { TokenReader } from './token-reader';
import { type Scanned, Token } from './tokens';
import { YamlError } from './yaml-error';

/** The first document of a text. */
export interface Composed {
  /** Missing if the text has no document. */
  readonly root: YamlNode | undefined;
  readonly refusal: SyntaxProblem | undefined;
  /** Whether a node stands for another one, so that a part of the text has no meaning of its own. */
  readonly hasAliases: boolean;
}

/**
 * Makes the nodes of a text by the grammar of kubectl's parser (goyaml.v2, which follows libyaml). Like kubectl, it reads the first
 * document only.
 * @throws YamlError, ExcessError
 */
export function compose(text: string, scanned: Scanned): Composed {
  return new Grammar(text, new TokenReader(scanned)).document();
}

/** Where a node is. */
interface Position {
  /** Not in brackets. */
  readonly isBlock: boolean;
  /** A list may begin in the column of the key before it. */
  readonly mayBeIndentless: boolean;
  readonly isKey: boolean;
}

const BLOCK: Position = { isBlock: true, mayBeIndentless: false, isKey: false };
const BLOCK_KEY: Position = { isBlock: true, mayBeIndentless: true, isKey: true };
const BLOCK_VALUE: Position = { isBlock: true, mayBeIndentless: true, isKey: false };
const FLOW: Position = { isBlock: false, mayBeIndentless: false, isKey: false };
const FLOW_KEY: Position = { isBlock: false, mayBeIndentless: false, isKey: true };

/** What stands before a node. */
interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  readonly end: number;
}

class Grammar {
  readonly #text: string;
  readonly #tokens: TokenReader;
  readonly #tagHandles = new TagHandles();
  readonly #anchors = new Anchors();
  readonly #composer: Composer;
  #level = 0;

  constructor(text: string, tokens: TokenReader) {
    this.#text = text;
    this.#tokens = tokens;
    this.#composer = new Composer(text, this.#anchors);
  }

  document(): Composed {
    const root = this.#root();
    return { root, refusal: this.#composer.refusalIn(root), hasAliases: this.#anchors.hasAliases };
  }

  #root(): YamlNode | undefined {
    const tokens = this.#tokens;
    const hasDirectives = this.#tagHandles.declare(tokens);
    if (tokens.kind === Token.DocumentStart) {
      const { end } = tokens;
      tokens.next();
      return this.#isAt(AFTER_DOCUMENT) ? this.#empty(end, BLOCK) : this.#node(BLOCK);
    }
    if (hasDirectives) throw new YamlError('directive', tokens.start);
    return tokens.kind === Token.End ? undefined : this.#node(BLOCK);
  }

  #isNext(kind: Token): boolean {
    return this.#tokens.kind === kind;
  }

  #isAt(kinds: ReadonlySet<Token>): boolean {
    return kinds.has(this.#tokens.kind);
  }

  #node(position: Position): YamlNode {
    const tokens = this.#tokens;
    const level = this.#level + 1;
    if (tokens.kind === Token.Alias) {
      const alias = this.#composer.alias(tokens.text, level, tokens.start, tokens.end);
      tokens.next();
      return alias;
    }
    const properties = this.#properties();
    this.#level = level;
    const read = (): YamlContent => {
      this.#anchors.count(level);
      return this.#content(position, properties);
    };
    const node = properties?.anchor === undefined ? read() : this.#anchors.define(properties.anchor, level, read);
    this.#level = level - 1;
    return node;
  }

  /** An anchor and a tag, in any order. */
  #properties(): Properties | undefined {
    const tokens = this.#tokens;
    let [anchor, tag, end]: [string | undefined, string | undefined, number] = [undefined, undefined, 0];
    for (;;) {
      const { kind } = tokens;
      if (kind === Token.Anchor && anchor === undefined) anchor = tokens.text;
      else if (kind === Token.Tag && tag === undefined) tag = this.#tagHandles.resolve(tokens);
      else break;
      end = tokens.end;
      tokens.next();
    }
    return end > 0 ? { anchor, tag, end } : undefined;
  }

  #content({ isBlock, mayBeIndentless, isKey }: Position, properties: Properties | undefined): YamlContent {
    const tokens = this.#tokens;
    switch (tokens.kind) {
      case Token.Plain:
      case Token.SingleQuoted:
      case Token.DoubleQuoted:
      case Token.Literal:
      case Token.Folded: {
        const scalar = this.#composer.scalar(tokens, properties?.tag, isKey);
        tokens.next();
        return scalar;
      }
      case Token.FlowListStart:
        return this.#flowList();
      case Token.FlowMapStart:
        return this.#flowMap();
      case Token.BlockItem:
        if (mayBeIndentless) return this.#blockList(AFTER_INDENTLESS_ITEM);
        break;
      case Token.BlockListStart:
        if (isBlock) return this.#indentedList();
        break;
      case Token.BlockMapStart:
        if (isBlock) return this.#blockMap();
    }
    if (!properties) throw new YamlError('node', tokens.start);
    return this.#composer.empty(skipBlanks(this.#text, properties.end), properties.tag, isKey);
  }

  /** A node of which nothing is written, behind an offset. */
  #empty(from: number, { isKey }: Position): YamlNode {
    this.#anchors.count(this.#level + 1);
    return this.#composer.empty(skipBlanks(this.#text, from), undefined, isKey);
  }

  #indentedList(): YamlList {
    this.#tokens.next();
    const list = this.#blockList(AFTER_ITEM);
    this.#endBlock('item-column');
    return list;
  }

  /** @param afterItem what follows the dash of an item of which nothing is written */
  #blockList(afterItem: ReadonlySet<Token>): YamlList {
    const tokens = this.#tokens;
    const list = new YamlList(tokens.start, false);
    while (tokens.kind === Token.BlockItem) {
      const { end } = tokens;
      tokens.next();
      list.items.push(this.#isAt(afterItem) ? this.#empty(end, BLOCK) : this.#node(BLOCK));
    }
    list.end = this.#composer.endOfBlock(list);
    return list;
  }

  #blockMap(): YamlMap {
    const tokens = this.#tokens;
    const map = new YamlMap(tokens.start, false);
    tokens.next();
    while (this.#isNext(Token.Key)) {
      const isWritten = tokens.end > tokens.start;
      const key = this.#behindIndicator(BLOCK_KEY, AFTER_BLOCK_INDICATOR);
      const value = this.#isNext(Token.Value)
        ? this.#behindIndicator(BLOCK_VALUE, AFTER_BLOCK_INDICATOR)
        : this.#empty(key.end, BLOCK_VALUE);
      // A map begins with its first key, behind the anchor and the tag of that.
      if (map.pairs.length === 0 && !isWritten) map.start = key.start;
      this.#composer.addPair(map, key, value);
    }
    this.#endBlock('key-column');
    map.end = this.#composer.endOfBlock(map);
    return map;
  }

  /** The node behind the indicator here. */
  #behindIndicator(position: Position, ifEmpty: ReadonlySet<Token>): YamlNode {
    const { end } = this.#tokens;
    this.#tokens.next();
    return this.#isAt(ifEmpty) ? this.#empty(end, position) : this.#node(position);
  }

  #endBlock(reason: 'item-column' | 'key-column'): void {
    if (this.#tokens.kind !== Token.BlockEnd) throw new YamlError(reason, this.#tokens.start);
    this.#tokens.next();
  }

  #flowList(): YamlList {
    const tokens = this.#tokens;
    const list = new YamlList(tokens.start, true);
    tokens.next();
    while (this.#hasFlowItem(list.items.length, Token.FlowListEnd, 'list-end'))
      list.items.push(tokens.kind === Token.Key ? this.#pairInList() : this.#node(FLOW));
    list.end = tokens.end;
    tokens.next();
    return list;
  }

  /** A map of one pair, without braces. */
  #pairInList(): YamlMap {
    const tokens = this.#tokens;
    const level = ++this.#level;
    this.#anchors.count(level);
    const map = new YamlMap(tokens.start, true);
    const { end } = tokens;
    tokens.next();
    let key: YamlNode;
    if (this.#isAt(AFTER_FLOW_LIST_INDICATOR)) {
      key = this.#empty(end, FLOW_KEY);
      // kubectl's parser passes over the token, whatever it is.
      tokens.next();
    } else key = this.#node(FLOW_KEY);
    const value = this.#flowValue(key, AFTER_FLOW_LIST_VALUE);
    this.#composer.addPair(map, key, value);
    map.end = Math.max(key.end, value.end);
    this.#level = level - 1;
    return map;
  }

  #flowMap(): YamlMap {
    const tokens = this.#tokens;
    const map = new YamlMap(tokens.start, true);
    tokens.next();
    while (this.#hasFlowItem(map.pairs.length, Token.FlowMapEnd, 'map-end')) {
      if (tokens.kind === Token.Key) {
        const key = this.#behindIndicator(FLOW_KEY, AFTER_FLOW_KEY);
        this.#composer.addPair(map, key, this.#flowValue(key, AFTER_FLOW_VALUE));
      } else {
        const key = this.#node(FLOW_KEY);
        this.#composer.addPair(map, key, this.#empty(key.end, FLOW));
      }
    }
    map.end = tokens.end;
    tokens.next();
    return map;
  }

  #flowValue(key: YamlNode, ifEmpty: ReadonlySet<Token>): YamlNode {
    return this.#tokens.kind === Token.Value ? this.#behindIndicator(FLOW, ifEmpty) : this.#empty(key.end, FLOW);
  }

  /** Whether another item is in the brackets. Passes the comma before it. */
  #hasFlowItem(items: number, end: Token, reason: 'list-end' | 'map-end'): boolean {
    const tokens = this.#tokens;
    if (tokens.kind === end) return false;
    if (items > 0) {
      if (tokens.kind !== Token.FlowItem) throw new YamlError(reason, tokens.start);
      tokens.next();
    }
    return tokens.kind !== end;
  }
}

const AFTER_DOCUMENT: ReadonlySet<Token> = new Set([Token.DocumentStart, Token.DocumentEnd, Token.End]);
const AFTER_ITEM: ReadonlySet<Token> = new Set([Token.BlockItem, Token.BlockEnd]);
const AFTER_BLOCK_INDICATOR: ReadonlySet<Token> = new Set([Token.Key, Token.Value, Token.BlockEnd]);
const AFTER_INDENTLESS_ITEM: ReadonlySet<Token> = new Set([Token.BlockItem, ...AFTER_BLOCK_INDICATOR]);
const AFTER_FLOW_LIST_VALUE: ReadonlySet<Token> = new Set([Token.FlowItem, Token.FlowListEnd]);
const AFTER_FLOW_LIST_INDICATOR: ReadonlySet<Token> = new Set([Token.Value, ...AFTER_FLOW_LIST_VALUE]);
const AFTER_FLOW_VALUE: ReadonlySet<Token> = new Set([Token.FlowItem, Token.FlowMapEnd]);
const AFTER_FLOW_KEY: ReadonlySet<Token> = new Set([Token.Value, ...AFTER_FLOW_VALUE]);
