import {
  contentOf,
  type ScalarStyle,
  type YamlAlias,
  type YamlList,
  type YamlMap,
  type YamlNode,
  YamlScalar,
} from '../node';
import type { SyntaxCause, SyntaxProblem } from '../problem';
import { isMergeKey, keyText, plainScalar, type ScalarValue, taggedScalar } from '../scalar';
import type { Anchors } from './anchors';
import { endOfTail } from './gaps';
import { firstRefused } from './refused-data';
import type { TokenReader } from './token-reader';
import { Token } from './tokens';

const STYLES: ReadonlyMap<Token, ScalarStyle> = new Map([
  [Token.Plain, 'plain'],
  [Token.SingleQuoted, 'single'],
  [Token.DoubleQuoted, 'double'],
  [Token.Literal, 'literal'],
  [Token.Folded, 'folded'],
]);

/** Makes nodes with the data that kubectl gives them, and notes what it refuses although it is YAML. */
export class Composer {
  readonly #text: string;
  readonly #anchors: Anchors;
  readonly #mergeKeys = new Set<YamlNode>();
  /** What is refused wherever it is. */
  #refusal: SyntaxProblem | undefined;
  /** What is refused unless something else takes its place in the data: a later entry with the same key. */
  readonly #refusedData = new Map<YamlNode, SyntaxCause>();

  constructor(text: string, anchors: Anchors) {
    this.#text = text;
    this.#anchors = anchors;
  }

  /** The first place that kubectl refuses. */
  refusalIn(root: YamlNode | undefined): SyntaxProblem | undefined {
    return this.#refusal ?? (root && this.#refusedData.size > 0 ? firstRefused(root, this.#refusedData) : undefined);
  }

  scalar(tokens: TokenReader, tag: string | undefined, isKey: boolean): YamlScalar {
    const style = STYLES.get(tokens.kind) ?? 'plain';
    const text = tokens.scalarText(this.#text);
    const value = tag === undefined ? (style === 'plain' ? plainScalar(text) : text) : taggedScalar(text, tag);
    return this.#scalar({ start: tokens.start, end: tokens.end, style, text, value, tag, isKey });
  }

  /** A node of which nothing is written. */
  empty(place: number, tag: string | undefined, isKey: boolean): YamlScalar {
    const value = tag === undefined ? null : taggedScalar('', tag);
    return this.#scalar({ start: place, end: place, style: 'plain', text: '', value, tag, isKey });
  }

  #scalar({ start, end, style, text, value, tag, isKey }: Read): YamlScalar {
    const node = new YamlScalar(start, end, style, value === undefined ? text : value);
    if (value === undefined) this.#refuse(node, { kind: 'tag' });
    // JSON has no such numbers.
    if (typeof value === 'number' && !Number.isFinite(value) && !isKey) this.#refusedData.set(node, { kind: 'number' });
    if (isKey && isMergeKey(text, tag, style === 'plain')) this.#mergeKeys.add(node);
    return node;
  }

  alias(name: string, level: number, start: number, end: number): YamlAlias {
    const { node, isInside } = this.#anchors.refer(name, level, start, end);
    if (!node.target) this.#refuse(node, { kind: isInside ? 'circle' : 'alias' });
    return node;
  }

  addPair(map: YamlMap, key: YamlNode, value: YamlNode): void {
    if (this.#mergeKeys.has(key)) {
      if (!isMergeable(value)) this.#refuse(value, { kind: 'merge' });
      map.add({ key, value, name: '<<', isMerge: true });
      return;
    }
    const name = this.#nameOf(key);
    if (contentOf(key)?.kind !== 'scalar') this.#refuse(key, { kind: 'key' });
    else if (name === undefined) this.#refusedData.set(key, { kind: 'key' });
    map.add({ key, value, name, isMerge: false });
  }

  #nameOf(key: YamlNode): string | undefined {
    const content = contentOf(key);
    if (content?.kind !== 'scalar') return undefined;
    const { value, start, end } = content;
    return typeof value === 'string' ? value : keyText(value, this.#text.slice(start, end));
  }

  /** A block collection ends with the line of its last value. */
  endOfBlock(block: YamlMap | YamlList): number {
    const last = block.kind === 'map' ? block.pairs.at(-1)?.value : block.items.at(-1);
    if (!last) return block.start;
    return endsWithLine(last) ? last.end : endOfTail(this.#text, last.end);
  }

  #refuse({ start, end }: YamlNode, cause: SyntaxCause): void {
    this.#refusal ??= { cause, span: { start, end } };
  }
}

interface Read {
  readonly start: number;
  readonly end: number;
  readonly style: ScalarStyle;
  readonly text: string;
  /** `undefined` if the text does not have the type that the tag names. */
  readonly value: ScalarValue | undefined;
  readonly tag: string | undefined;
  readonly isKey: boolean;
}

/** Whether the end of a node is the end of a line, or a place without text. */
function endsWithLine(node: YamlNode): boolean {
  if (node.kind === 'alias') return false;
  if (node.kind === 'scalar') return node.style === 'literal' || node.style === 'folded' || node.isEmpty;
  return !node.isFlow;
}

/** Whether a merge key can have a value (goyaml.v2, `decoder.merge`). */
function isMergeable(value: YamlNode): boolean {
  const content = contentOf(value);
  if (content?.kind === 'list')
    return value.kind !== 'alias' && content.items.every((item) => contentOf(item)?.kind === 'map');
  return content?.kind === 'map';
}
