import { Duration, Failure, Optional, typeNameOf, Uint } from '../values';
import { comparison, noOverload, sum } from './arithmetic';
import { isSameValue } from './equality';
import { type DeclaredFunction, globals, members } from './overload';

const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];
const ZEROS: Readonly<Record<string, unknown>> = { int: 0n, uint: new Uint(0n), double: 0, duration: new Duration(0n) };
type List = readonly unknown[];

/** What the macro `sortBy` calls with the keys of all items. No expression can have this name. */
export const SORT_BY = '@sortByAssociatedKeys';

/** The functions of lists: of Kubernetes, and of CEL's extensions for lists, sets and optional values. */
export const LISTS: readonly DeclaredFunction[] = [
  ...members({
    ...ofComparable('isSorted', 'bool', (list) =>
      list.every((item, index) => index === 0 || !(comparison(list[index - 1], item) > 0)),
    ),
    ...ofComparable('min', undefined, (list) => extreme('min', list, (order) => order < 0)),
    ...ofComparable('max', undefined, (list) => extreme('max', list, (order) => order > 0)),
    ...Object.fromEntries(
      Object.entries(ZEROS).map(([type, zero]) => [
        `sum(list<${type}>): ${type}`,
        (list: List) => list.reduce((total, item) => sum(total, item), zero),
      ]),
    ),
    'indexOf(list<A>, A): int': (list: List, item: unknown) => BigInt(list.findIndex((own) => isSameValue(own, item))),
    'lastIndexOf(list<A>, A): int': (list: List, item: unknown) =>
      BigInt(list.findLastIndex((own) => isSameValue(own, item))),
    'slice(list<A>, int, int): list<A>': slice,
    'flatten(list<list<A>>): list<A>': (list: List) => flatten(list, 1n),
    'flatten(list<dyn>, int): list<dyn>': flatten,
    ...Object.fromEntries(
      COMPARABLE.map((type) => [`sort(list<${type}>): list<${type}>`, (list: List) => sortBy(list, list)]),
    ),
    ...Object.fromEntries(COMPARABLE.map((type) => [`${SORT_BY}(list<A>, list<${type}>): list<A>`, sortBy])),
    'reverse(list<A>): list<A>': (list: List) => list.toReversed(),
    'distinct(list<A>): list<A>': distinct,
    'first(list<A>): optional<A>': (list: List) => (list.length === 0 ? Optional.NONE : Optional.of(list[0])),
    'last(list<A>): optional<A>': (list: List) => (list.length === 0 ? Optional.NONE : Optional.of(list.at(-1))),
    'unwrapOpt(list<optional<A>>): list<A>': unwrap,
  }),
  ...globals({
    'optional.unwrap(list<optional<A>>): list<A>': unwrap,
    'lists.range(int): list<int>': range,
    'sets.contains(list<A>, list<A>): bool': contains,
    'sets.equivalent(list<A>, list<A>): bool': (one: List, other: List) => contains(one, other) && contains(other, one),
    'sets.intersects(list<A>, list<A>): bool': (one: List, other: List) =>
      one.some((item) => other.some((own) => isSameValue(own, item))),
  }),
];

function ofComparable(
  name: string,
  result: string | undefined,
  run: (list: List) => unknown,
): Record<string, (list: List) => unknown> {
  return Object.fromEntries(COMPARABLE.map((type) => [`${name}(list<${type}>): ${result ?? type}`, run]));
}

function extreme(name: string, list: List, isBetter: (order: number) => boolean): unknown {
  if (list.length === 0) throw new Failure(`${name} called on empty list`);
  if (list.length === 1 && !isComparable(list[0])) throw noOverload();
  return list.reduce((best, item) => (isBetter(comparison(item, best)) ? item : best));
}

function isComparable(value: unknown): boolean {
  return (
    ['bigint', 'number', 'string', 'boolean'].includes(typeof value) ||
    /Timestamp|Duration|uint|bytes/.test(typeNameOf(value))
  );
}

function slice(list: List, start: bigint, end: bigint): List {
  if (start < 0n || end < 0n) throw new Failure(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end) {
    throw new Failure(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  }
  if (end > list.length) throw new Failure(`cannot slice(${start}, ${end}), list is length ${list.length}`);
  return list.slice(Number(start), Number(end));
}

function flatten(list: List, levels: bigint): List {
  if (levels < 0n) throw new Failure('level must be non-negative');
  return list.flatMap((item) => (Array.isArray(item) && levels > 0n ? flatten(item, levels - 1n) : [item]));
}

/**
 * A list in the order of keys, one for each item.
 * @throws Failure unless all keys are of one type that has an order
 */
export function sortBy(list: List, keys: List): List {
  const [first] = keys;
  if (keys.length > 0 && !isComparable(first)) throw new Failure('list elements must be comparable');
  if (keys.some((key) => typeNameOf(key) !== typeNameOf(first))) {
    throw new Failure('list elements must have the same type');
  }
  return list
    .map((_, index) => index)
    .sort((one, other) => comparison(keys[one], keys[other]))
    .map((index) => list[index]);
}

function distinct(list: List): List {
  const found: unknown[] = [];
  for (const item of list) if (!found.some((own) => isSameValue(own, item))) found.push(item);
  return found;
}

function unwrap(list: List): List {
  return list.flatMap((item) => {
    if (!(item instanceof Optional)) throw new Failure('value is not optional');
    return item.hasValue ? [item.value] : [];
  });
}

const LONGEST_RANGE = 1_000_000n;

function range(count: bigint): List {
  if (count < 0n) throw new Failure(`lists.range: size must be non-negative, got ${count}`);
  if (count > LONGEST_RANGE) throw new Failure(`lists.range: size ${count} exceeds maximum allowed (${LONGEST_RANGE})`);
  return Array.from({ length: Number(count) }, (_, index) => BigInt(index));
}

function contains(all: List, some: List): boolean {
  return some.every((item) => all.some((own) => isSameValue(own, item)));
}
