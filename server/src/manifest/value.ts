import { contentOf, type YamlContent, type YamlNode, type YamlPair } from './node';
import type { ScalarValue } from './scalar';

/** A half-open span of 0-based UTF-16 offsets, counted from the start of the YAML document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Entry {
  readonly key: string;
  readonly value: YamlValue;
}

/** Where a value is. */
interface Place {
  readonly parent?: YamlValue | undefined;
  readonly name?: string;
  readonly index?: number;
  readonly pair?: YamlPair;
  /** The alias or merged map that leads to the value: findings point to it, and fixes do not edit it. */
  readonly through?: YamlNode | undefined;
}

/** Up to so many values, to look at each is faster than to look one up. */
const FEW = 8;

const NO_ITEMS: readonly YamlValue[] = [];
const NO_KEYS: ReadonlySet<string> = new Set();
const NO_PLACE: Place = {};

/**
 * A read-only view of one place in a YAML document, whether it has a value or not. Here, untrusted YAML gets its types: an
 * accessor returns `undefined` (or an empty list) for a value of another type. Aliases and merge keys are resolved. Below a
 * missing or mistyped value there is another missing value, so that callers do not need to check each step.
 */
export class YamlValue {
  readonly node: YamlContent | undefined;
  readonly parent: YamlValue | undefined;
  /** Its key in the parent map, even if the value is missing. */
  readonly name: string | undefined;
  /** Its index in the parent list, 0-based. */
  readonly index: number | undefined;
  /** The text is shared with another place of the document, through an anchor, an alias or a merge key. */
  readonly isShared: boolean;
  readonly #pair: YamlPair | undefined;
  /** See `Place.through`. */
  readonly through: YamlNode | undefined;
  /** The first of the values below that were asked for; the others follow in its `#next`. Most values have few. */
  #first: YamlValue | undefined;
  #next: YamlValue | undefined;
  #count = 0;
  /** By key, once there are many. */
  #children: Map<string, YamlValue> | undefined;
  #items: readonly YamlValue[] | undefined;

  constructor(node: YamlNode | undefined, place: Place = NO_PLACE) {
    const { parent } = place;
    this.parent = parent;
    this.name = place.name;
    this.index = place.index;
    this.#pair = place.pair;
    this.through = place.through ?? (node?.kind === 'alias' ? node : parent?.through);
    this.node = node && contentOf(node);
    this.isShared = this.through !== undefined || parent?.isShared === true || this.node?.isReferenced === true;
  }

  get exists(): boolean {
    return this.node !== undefined;
  }

  /** Whether it has a value other than null, which the API server takes for a missing field. */
  get isSet(): boolean {
    return this.node !== undefined && this.#scalar !== null;
  }

  /** The value of a key of a map, or a missing value that knows its place. */
  get(name: string): YamlValue {
    // All rules use the same paths, and a document never changes.
    if (this.#children) return this.#children.get(name) ?? this.#add(name);
    for (let child = this.#first; child; child = child.#next) if (child.name === name) return child;
    return this.#add(name);
  }

  #add(name: string): YamlValue {
    const child = this.#find(name);
    if (this.#children) this.#children.set(name, child);
    else {
      child.#next = this.#first;
      this.#first = child;
      if (++this.#count > FEW) this.#children = this.#indexed();
    }
    return child;
  }

  #indexed(): Map<string, YamlValue> {
    const children = new Map<string, YamlValue>();
    for (let child = this.#first; child; child = child.#next)
      if (child.name !== undefined) children.set(child.name, child);
    return children;
  }

  #find(name: string): YamlValue {
    const found = this.node?.kind === 'map' ? this.node.find(name) : undefined;
    if (!found) return new YamlValue(undefined, { parent: this, name });
    const { pair, through } = found;
    return new YamlValue(pair.value, { parent: this, name, pair, through: this.through ?? through });
  }

  /** Whether a map has a key. It costs less than a value that is missing. */
  has(name: string): boolean {
    return this.node?.kind === 'map' && this.node.find(name) !== undefined;
  }

  /** `get` along several keys. */
  at(...names: string[]): YamlValue {
    let value: YamlValue = this;
    for (const name of names) value = value.get(name);
    return value;
  }

  /** The items of a list; none if the value is not a list. */
  get items(): readonly YamlValue[] {
    if (this.node?.kind !== 'list') return NO_ITEMS;
    this.#items ??= this.node.items.map((item, index) => new YamlValue(item, { parent: this, index }));
    return this.#items;
  }

  /** The keys of a map, including those of merged maps. */
  get keys(): ReadonlySet<string> {
    return this.node?.kind === 'map' ? this.node.names : NO_KEYS;
  }

  /** The entries of a map, including those of merged maps; each key once. */
  get entries(): Entry[] {
    if (this.node?.kind !== 'map') return [];
    return [...this.node.names].map((key) => ({ key, value: this.get(key) }));
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
    return typeof value === 'number' ? value : undefined;
  }

  /** The text of a scalar of any type: to show it, not to check it. */
  get label(): string | undefined {
    const value = this.#scalar;
    return value === null || value === undefined ? undefined : String(value);
  }

  /** Whether its key is written, with or without a value. */
  get hasKey(): boolean {
    return this.#pair !== undefined;
  }

  /** Whether its map has its key more than once, so that an edit of one of them may have no effect. */
  get isRepeated(): boolean {
    const map = this.parent?.node;
    return map?.kind === 'map' && map.pairs.filter(({ name }) => name === this.name).length > 1;
  }

  get isMap(): boolean {
    return this.node?.kind === 'map';
  }

  /** Whether a template fills in a whole value: in YAML, `{{ .Values.images }}` is a map with a map as its key. */
  get isExpression(): boolean {
    return this.node?.kind === 'map' && this.node.entries.size === 0 && this.node.pairs.length > 0;
  }

  get isList(): boolean {
    return this.node?.kind === 'list';
  }

  /** The strings of a list; items of other types are left out. */
  get strings(): string[] {
    return this.items.flatMap((item) => item.string ?? []);
  }

  /** The place for a finding about this value: the value, else its key, else the nearest value around it. */
  get span(): Span {
    const node = this.through ?? this.node;
    if (node && node.end > node.start) return { start: node.start, end: node.end };
    return this.keySpan ?? this.parent?.span ?? { start: 0, end: 0 };
  }

  /** The place of its key, if it is a value of a map. */
  get keySpan(): Span | undefined {
    const key = this.#pair?.key;
    return key && !this.through ? { start: key.start, end: key.end } : undefined;
  }

  get #scalar(): ScalarValue | undefined {
    return this.node?.kind === 'scalar' ? this.node.value : undefined;
  }
}
