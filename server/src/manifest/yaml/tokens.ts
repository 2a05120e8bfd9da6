import type { Span } from '../value';
import type { YamlError } from './yaml-error';

/** What a token is (YAML 1.1, 4). */
export enum Token {
  /** A place that is kept for a token before a node that may turn out to be a key. */
  Nothing,
  /** The end of the text. */
  End,
  /** A place at which the scanner gave up. */
  Error,
  VersionDirective,
  TagDirective,
  DocumentStart,
  DocumentEnd,
  BlockListStart,
  BlockMapStart,
  BlockEnd,
  FlowListStart,
  FlowListEnd,
  FlowMapStart,
  FlowMapEnd,
  /** `-` */
  BlockItem,
  /** `,` */
  FlowItem,
  Key,
  Value,
  Alias,
  Anchor,
  Tag,
  Plain,
  SingleQuoted,
  DoubleQuoted,
  Literal,
  Folded,
}

/** The tokens of a text, in parallel arrays: a document has thousands. */
export class Tokens {
  readonly kinds: Token[] = [];
  /** 0-based UTF-16 offsets. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /**
   * The texts of scalars that are not as written, by their index; for anchors and aliases, their names; for tags and
   * directives, what is behind the handle.
   */
  readonly texts: (string | undefined)[] = [];
  /** The handles of tags and tag directives, by the index of the token. */
  readonly handles = new Map<number, string>();

  /** @returns its index */
  add(kind: Token, start: number, end: number, text?: string): number {
    this.starts.push(start);
    this.ends.push(end);
    this.texts.push(text);
    return this.kinds.push(kind) - 1;
  }

  /** Fills a place that was kept. */
  fill(index: number, kind: Token, offset: number): void {
    this.kinds[index] = kind;
    this.starts[index] = offset;
    this.ends[index] = offset;
  }
}

/** The tokens of a text, and what is said beside them. */
export interface Scanned {
  /** The last one is `Token.End` or `Token.Error`. */
  readonly tokens: Tokens;
  /** In the order of the text, without the blanks at their end. */
  readonly comments: readonly Span[];
  /** Why the last token is `Token.Error`. */
  readonly error: YamlError | undefined;
}
