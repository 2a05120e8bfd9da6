import type { ScalarValue } from './scalar';

/** How a scalar is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/**
 * A node of the tree that a YAML document makes. All offsets are 0-based UTF-16 offsets in the text of the document, and
 * spans are half-open. A node begins behind its anchor and tag.
 */
export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias;

/** A node that is no alias. */
export type YamlContent = YamlScalar | YamlMap | YamlList;

export class YamlScalar {
  readonly kind = 'scalar';
  start: number;
  /** Behind its closing quote, or behind the line break of a block scalar's last line. */
  end: number;
  readonly style: ScalarStyle;
  readonly value: ScalarValue;
  /** An alias refers to it, so that an edit here would change two places. */
  isReferenced = false;

  constructor(start: number, end: number, style: ScalarStyle, value: ScalarValue) {
    this.start = start;
    this.end = end;
    this.style = style;
    this.value = value;
  }

  /** Whether nothing is written: `key:`. */
  get isEmpty(): boolean {
    return this.start === this.end;
  }
}

/** A key and its value. */
export interface YamlPair {
  readonly key: YamlNode;
  readonly value: YamlNode;
  /** The key in the data; `undefined` if the data can't have it: a map, or an empty key. */
  readonly name: string | undefined;
  /** It is a merge key (`<<`), which is not in the data: the entries of the maps that it names are. */
  readonly isMerge: boolean;
}

/** A pair of a map, or of one that it merges. */
export interface Found {
  readonly pair: YamlPair;
  /** The node that names the merged map. */
  readonly through: YamlNode | undefined;
}

/** From this size on, a map gets an index of its keys: a ConfigMap can have thousands of them. */
const LARGE = 16;

export class YamlMap {
  readonly kind = 'map';
  start: number;
  end: number;
  readonly isFlow: boolean;
  readonly pairs: YamlPair[] = [];
  isReferenced = false;
  #hasMerges = false;
  #entries: ReadonlyMap<string, Found> | undefined;
  #names: ReadonlySet<string> | undefined;

  constructor(start: number, isFlow: boolean) {
    this.start = start;
    this.end = start;
    this.isFlow = isFlow;
  }

  add(pair: YamlPair): void {
    this.pairs.push(pair);
    this.#hasMerges ||= pair.isMerge;
  }

  /** The pair that gives a key its value, in this map or in one that it merges. */
  find(name: string): Found | undefined {
    if (this.#hasMerges || this.pairs.length > LARGE) return this.entries.get(name);
    // Rules ask for thousands of keys, and most are missing: nothing is allocated for those.
    for (let index = this.pairs.length - 1; index >= 0; index--) {
      const pair = this.pairs[index];
      if (pair?.name === name) return { pair, through: undefined };
    }
    return undefined;
  }

  /** The pairs that are in the data, by their key. */
  get entries(): ReadonlyMap<string, Found> {
    this.#entries ??= this.#collect();
    return this.#entries;
  }

  /** The keys that are in the data. */
  get names(): ReadonlySet<string> {
    this.#names ??= this.#hasMerges ? new Set(this.entries.keys()) : namesOf(this.pairs);
    return this.#names;
  }

  /** Visits the pairs that are in the data. Of repeated keys, the last one counts. */
  forEachEntry(visit: (name: string, value: YamlNode) => void): void {
    if (this.#hasMerges) for (const [name, { pair }] of this.entries) visit(name, pair.value);
    else for (const { name, value } of this.pairs) if (name !== undefined) visit(name, value);
  }

  /**
   * The decoder of Kubernetes (goyaml.v2, `decoder.mapping`) sets the keys in the order of the text, and those of a merged map
   * where its merge key is: what comes later wins, also a merged key over one that is written before it. Of a list of maps, the first wins.
   */
  #collect(): ReadonlyMap<string, Found> {
    const found = new Map<string, Found>();
    for (const pair of this.pairs) {
      if (pair.isMerge) mergeInto(found, pair.value);
      else if (pair.name !== undefined) found.set(pair.name, { pair, through: undefined });
    }
    return found;
  }
}

function namesOf(pairs: readonly YamlPair[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name } of pairs) if (name !== undefined) names.add(name);
  return names;
}

function mergeInto(found: Map<string, Found>, value: YamlNode): void {
  const named = contentOf(value);
  const sources = named?.kind === 'list' ? [...named.items].reverse() : [value];
  for (const source of sources) {
    const map = contentOf(source);
    if (map?.kind !== 'map') continue;
    for (const [name, { pair }] of map.entries) found.set(name, { pair, through: source });
  }
}

export class YamlList {
  readonly kind = 'list';
  start: number;
  end: number;
  readonly isFlow: boolean;
  readonly items: YamlNode[] = [];
  isReferenced = false;

  constructor(start: number, isFlow: boolean) {
    this.start = start;
    this.end = start;
    this.isFlow = isFlow;
  }
}

/** A place that stands for the node with an anchor. */
export class YamlAlias {
  readonly kind = 'alias';
  start: number;
  end: number;
  /** `undefined` if no node before it has the anchor. */
  readonly target: YamlContent | undefined;

  constructor(start: number, end: number, target: YamlContent | undefined) {
    this.start = start;
    this.end = end;
    this.target = target;
  }
}

/** The node that a node stands for. */
export function contentOf(node: YamlNode): YamlContent | undefined {
  return node.kind === 'alias' ? node.target : node;
}
