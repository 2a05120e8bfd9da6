import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';

/** A half-open span of 0-based UTF-16 offsets, counted from the start of the YAML document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a value needs to know of the document that it stands in. */
export interface ValueSource {
  resolve(alias: Alias): Node | undefined;
  /** Whether some alias refers to this anchor, so that an edit here would change two places. */
  isReferenced(anchor: string): boolean;
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
  get items(): YamlValue[] {
    if (!isSeq(this.node)) return [];
    return this.node.items.map(
      (item, index) => new YamlValue(this.#source, isNode(item) ? item : undefined, { parent: this, index }),
    );
  }

  /** The entries of a map that have a plain key, those included that merge keys bring in; each key once. */
  get entries(): Entry[] {
    const keys = new Set<string>();
    if (isMap(this.node)) collectKeys(this.#source, this.node, keys, new Set());
    return [...keys].map((key) => ({ key, value: this.get(key) }));
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

/** Whether something that the yaml library typed as unknown is one of its nodes. */
export function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

/** The text of a pair's key if it is a scalar; `<<` for a merge key. */
export function keyOf(pair: Pair): string | undefined {
  const key: unknown = isScalar(pair.key) ? (pair.key as Scalar).value : pair.key;
  if (typeof key === 'symbol') return '<<';
  return key === null || key === undefined || typeof key === 'object' ? undefined : String(key);
}

/** The last of several equal keys wins, as in the API server's decoder; a written key beats a merged one. */
function findPair(
  source: ValueSource,
  map: YAMLMap,
  name: string,
  seen = new Set<unknown>(),
): { pair: Pair; through?: Node } | undefined {
  const own = map.items.findLast((pair) => keyOf(pair) === name);
  if (own) return { pair: own };
  // A map can merge itself, by way of an alias.
  if (seen.has(map)) return undefined;
  seen.add(map);
  for (const { map: target, through } of mergedInto(source, map)) {
    const found = findPair(source, target, name, seen);
    if (found) return { pair: found.pair, through };
  }
  return undefined;
}

function collectKeys(source: ValueSource, map: YAMLMap, keys: Set<string>, seen: Set<unknown>): void {
  if (seen.has(map)) return;
  seen.add(map);
  for (const pair of map.items) {
    const key = keyOf(pair);
    if (key !== undefined && key !== '<<') keys.add(key);
  }
  for (const { map: target } of mergedInto(source, map)) collectKeys(source, target, keys, seen);
}

/** The maps that a map's merge keys name, and the node that each of them is named by. */
function mergedInto(source: ValueSource, map: YAMLMap): { map: YAMLMap; through: Node }[] {
  return map.items
    .filter((pair) => keyOf(pair) === '<<')
    .flatMap(({ value }) => (isSeq(value) ? value.items : [value]))
    .flatMap((item) => {
      const target = isAlias(item) ? source.resolve(item) : item;
      return isMap(target) && isNode(item) ? [{ map: target, through: item }] : [];
    });
}
