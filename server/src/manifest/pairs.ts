import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';

/** What a value needs to know of the document that it stands in. */
export interface ValueSource {
  resolve(alias: Alias): Node | undefined;
  /** Whether some alias refers to this anchor, so that an edit here would change two places. */
  isReferenced(anchor: string): boolean;
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
export function findPair(
  source: ValueSource,
  map: YAMLMap,
  name: string,
  around?: ReadonlySet<unknown>,
): { pair: Pair; through?: Node } | undefined {
  // Rules ask for thousands of keys, most of which aren't there: nothing is allocated for those.
  let merges = false;
  for (let at = map.items.length - 1; at >= 0; at--) {
    const pair = map.items[at];
    const key = pair && keyOf(pair);
    if (pair && key === name) return { pair };
    merges ||= key === '<<';
  }
  // A map can merge itself, by way of an alias.
  if (!merges || around?.has(map)) return undefined;
  const inside = new Set([...(around ?? []), map]);
  for (const { map: target, through } of mergedInto(source, map)) {
    const found = findPair(source, target, name, inside);
    if (found) return { pair: found.pair, through };
  }
  return undefined;
}

/** The plain keys of a map and of the maps that it merges, each once. */
export function keysOf(source: ValueSource, map: YAMLMap): Set<string> {
  const keys = new Set<string>();
  collectKeys(source, map, keys, new Set());
  return keys;
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
