import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { findPair, isNode, keysOf, type ValueSource } from './pairs';

/** A half-open span of 0-based UTF-16 offsets, counted from the start of the YAML document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Entry {
  readonly key: string;
  readonly value: YamlValue;
}

interface Options {
  readonly parent?: YamlValue;
  readonly name?: string;
  readonly index?: number;
  readonly pair?: Pair;
  /** The alias through which the value was reached: findings point there, fixes keep away. */
  readonly through?: Node;
}

const NO_ITEMS: readonly YamlValue[] = [];
const NO_KEYS: ReadonlySet<string> = new Set();

/**
 * A read-only view of one place in a YAML document, whether something stands there or not. This is where untrusted YAML
 * gets its types: an accessor answers `undefined` (or an empty list) for a value of another type, aliases and merge keys
 * are followed, and looking below a missing or mistyped value gives another missing value, so that no caller has to
 * check what it walks over.
 */
export class YamlValue {
  readonly node: Node | undefined;
  readonly parent: YamlValue | undefined;
  /** The key that it stands (or would stand) behind in its parent map. */
  readonly name: string | undefined;
  /** The place in its parent list, 0-based. */
  readonly index: number | undefined;
  readonly pair: Pair | undefined;
  /** The text here also serves another place of the document, by an anchor, an alias or a merge key. */
  readonly isShared: boolean;
  /** See `Options.through`. */
  readonly through: Node | undefined;
  readonly #source: ValueSource;
  #children: Map<string, YamlValue> | undefined;
  #items: readonly YamlValue[] | undefined;

  constructor(source: ValueSource, node: Node | undefined, options: Options = {}) {
    this.#source = source;
    this.parent = options.parent;
    this.name = options.name;
    this.index = options.index;
    this.pair = options.pair;
    this.through = options.through ?? (isAlias(node) ? node : options.parent?.through);
    this.node = isAlias(node) ? source.resolve(node) : node;
    const anchor = this.node && 'anchor' in this.node ? this.node.anchor : undefined;
    this.isShared =
      this.through !== undefined ||
      (options.parent?.isShared ?? false) ||
      (anchor !== undefined && source.isReferenced(anchor));
  }

  get exists(): boolean {
    return this.node !== undefined;
  }

  /** The value behind a key of a map, or a missing value that knows where it would stand. */
  get(name: string): YamlValue {
    // Every rule walks the same paths, and a document never changes.
    let child = this.#children?.get(name);
    if (!child) {
      child = this.#find(name);
      this.#children ??= new Map();
      this.#children.set(name, child);
    }
    return child;
  }

  #find(name: string): YamlValue {
    const found = isMap(this.node) ? findPair(this.#source, this.node, name) : undefined;
    if (!found) return new YamlValue(this.#source, undefined, { parent: this, name });
    const node = isNode(found.pair.value) ? found.pair.value : undefined;
    const through = this.through ?? found.through;
    return new YamlValue(this.#source, node, { parent: this, name, pair: found.pair, ...(through && { through }) });
  }

  /** `get` along several keys. */
  at(...names: string[]): YamlValue {
    return names.reduce<YamlValue>((value, name) => value.get(name), this);
  }

  /** The items of a list; none where the value is something else. */
  get items(): readonly YamlValue[] {
    if (!isSeq(this.node)) return NO_ITEMS;
    this.#items ??= this.node.items.map(
      (item, index) => new YamlValue(this.#source, isNode(item) ? item : undefined, { parent: this, index }),
    );
    return this.#items;
  }

  /** The plain keys of a map, those included that merge keys bring in. */
  get keys(): ReadonlySet<string> {
    return isMap(this.node) ? keysOf(this.#source, this.node) : NO_KEYS;
  }

  /** The entries of a map that have a plain key, those included that merge keys bring in; each key once. */
  get entries(): Entry[] {
    return [...this.keys].map((key) => ({ key, value: this.get(key) }));
  }

  /** A literal string. Numbers, booleans and text with a template expression (`{{`) are not. */
  get string(): string | undefined {
    const value = this.#scalar;
    return typeof value === 'string' && !value.includes('{{') ? value : undefined;
  }

  get boolean(): boolean | undefined {
    const value = this.#scalar;
    return typeof value === 'boolean' ? value : undefined;
  }

  get number(): number | undefined {
    const value = this.#scalar;
    return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : undefined;
  }

  /** The scalar's text whatever its type: to show it, never to judge it. */
  get label(): string | undefined {
    const value = this.#scalar;
    return value === null || value === undefined ? undefined : String(value);
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  /** The strings of a list of strings; others are left out. */
  get strings(): string[] {
    return this.items.flatMap((item) => item.string ?? []);
  }

  /** Where a finding about this value points: the value, else its key, else the nearest thing around it. */
  get span(): Span {
    const node = this.through ?? this.node;
    if (node?.range && node.range[1] > node.range[0]) return { start: node.range[0], end: node.range[1] };
    return this.keySpan ?? this.parent?.span ?? { start: 0, end: 0 };
  }

  /** Where its key stands, if it is a map's value. */
  get keySpan(): Span | undefined {
    const key = this.pair?.key;
    if (this.through || !isNode(key) || !key.range) return undefined;
    return { start: key.range[0], end: key.range[1] };
  }

  get #scalar(): unknown {
    return isScalar(this.node) ? this.node.value : undefined;
  }
}
