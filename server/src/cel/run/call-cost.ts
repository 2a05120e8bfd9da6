import { sizeOf } from '../library/conversions';
import { NamedFormat } from '../library/formats';
import { isMapValue, mapEntries } from '../library/maps';
import type { Overload } from '../library/overload';
import { Opaque } from '../values';

/** Lists, maps and texts cost by their size, as the API server counts it (cel-go, `interpreter/runtimecost.go`). */
const PER_CHARACTER = 0.1;
const PER_PATTERN_CHARACTER = 0.25;
export const NEW_LIST = 10;
export const NEW_MAP = 30;

type Cost = (args: readonly unknown[], result: unknown) => number;

/** Of functions whatever their form is (Kubernetes, `pkg/cel/library/cost.go`). */
const BY_NAME: ReadonlyMap<string, Cost> = new Map<string, Cost>([
  ...costs('isSorted sum max min indexOf lastIndexOf', ([list]) => traversal(list)),
  ...costs('url lowerAscii upperAscii substring trim cidr isIP isCIDR quantity isQuantity semver isSemver', ([text]) =>
    characters(size(text)),
  ),
  ...costs('replace split ip.isCanonical', ([text]) => characters(size(text) * 2)),
  ...costs('join', (_, result) => characters(size(result) * 2)),
  ...costs('find findAll', ([text, pattern]) => search(size(text), size(pattern))),
  ...costs('ip', ([of]) => (typeof of === 'string' ? characters(size(of)) : 1)),
  ...costs('containsIP', ([one]) => ofIp(one)),
  ...costs('containsCIDR', ([one]) => ofCidr(one)),
  ...costs('validate', ([format, text]) => search(size(text), format instanceof NamedFormat ? format.patternSize : 0)),
]);

/** Of functions that are certainly called in a form of these. */
const BY_FORM: ReadonlyMap<string, Cost> = new Map<string, Cost>([
  ['containsIP(net.CIDR, string): bool', ([one, other]) => ofIp(one) + characters(size(other))],
  ['containsCIDR(net.CIDR, string): bool', ([one, other]) => ofCidr(one) + characters(size(other))],
  ['slice(list<A>, int, int): list<A>', (_, result) => ofList(size(result))],
  ['reverse(list<A>): list<A>', (_, result) => ofList(size(result))],
  ['lists.range(int): list<int>', (_, result) => ofList(size(result))],
  ['flatten(list<list<A>>): list<A>', ([list]) => ofList(size(list))],
  ['flatten(list<dyn>, int): list<dyn>', ([list, levels]) => ofList(size(list), Math.max(Number(levels), 0))],
  ['distinct(list<A>): list<A>', ([list]) => comparisons(list)],
  ...['sets.contains', 'sets.intersects'].map((name): [string, Cost] => [
    `${name}(list<A>, list<A>): bool`,
    ([one, other]) => 1 + size(one) * size(other),
  ]),
  ['sets.equivalent(list<A>, list<A>): bool', ([one, other]) => 1 + size(one) * size(other) * 2],
  ['startsWith(string, string): bool', ([, start]) => characters(size(start))],
  ['endsWith(string, string): bool', ([, end]) => characters(size(end))],
  ['bytes(string): bytes', ([text]) => characters(size(text))],
  ['string(bytes): string', ([bytes]) => characters(size(bytes))],
  ['strings.quote(string): string', ([text]) => characters(size(text))],
  ['format(string, list<dyn>): string', ([text]) => characters(size(text))],
  ['@in(A, list<A>): bool', ([, list]) => size(list)],
  ['_+_(string, string): string', ([one, other]) => characters(size(one) + size(other))],
  ['_+_(bytes, bytes): bytes', ([one, other]) => characters(size(one) + size(other))],
  ['matches(string, string): bool', ([text, pattern]) => search(size(text), size(pattern))],
  ['contains(string, string): bool', ([text, part]) => characters(size(text)) * characters(size(part))],
  ...['<', '<=', '>', '>='].flatMap((sign) =>
    ['string', 'bytes'].map((type): [string, Cost] => [`_${sign}_(${type}, ${type}): bool`, shorter]),
  ),
  ['_==_(A, A): bool', equality],
  ['_!=_(A, A): bool', shorter],
]);

function costs(names: string, cost: Cost): [string, Cost][] {
  return names.split(' ').map((name) => [name, cost]);
}

/** @param overload the only form that the call can have, if there is one */
export function costOfCall(
  name: string,
  overload: Overload | undefined,
  args: readonly unknown[],
  result: unknown,
): number {
  const id = overload?.id ?? '';
  if (/^(?:sort|@sortByAssociatedKeys)\(/.test(id)) return comparisons(args.at(-1));
  const cost = (FORM_FIRST.has(name) ? BY_FORM.get(id) : undefined) ?? BY_NAME.get(name) ?? BY_FORM.get(id);
  return cost ? cost(args, result) : 1;
}

const FORM_FIRST: ReadonlySet<string> = new Set(
  'slice reverse flatten distinct lists.range containsIP containsCIDR'.split(' '),
);

function size(value: unknown): number {
  return value instanceof Opaque ? value.size : sizeOf(value);
}

/** A walk over all that is in a value. */
function traversal(value: unknown): number {
  if (typeof value === 'string') return Math.floor(new TextEncoder().encode(value).length * PER_CHARACTER);
  if (value instanceof Uint8Array) return Math.floor(value.length * PER_CHARACTER);
  if (Array.isArray(value)) return value.reduce((so: number, item) => so + traversal(item), 0);
  if (!isMapValue(value)) return 1;
  return mapEntries(value).reduce((so, [key, own]) => so + traversal(key) + traversal(own), 0);
}

function characters(count: number): number {
  return Math.ceil(count * PER_CHARACTER);
}

function search(text: number, pattern: number): number {
  return Math.ceil((1 + text) * PER_CHARACTER) * Math.ceil(pattern * PER_PATTERN_CHARACTER);
}

function ofIp(range: unknown): number {
  return characters(size(range) * 2);
}

function ofCidr(range: unknown): number {
  return ofIp(range) + characters(size(range)) + 1;
}

function equality(args: readonly unknown[]): number {
  return args[0] instanceof Opaque ? 1 : shorter(args);
}

function shorter([one, other]: readonly unknown[]): number {
  return characters(Math.min(size(one), size(other)));
}

function ofList(count: number, factor = 1): number {
  return Math.floor(count * factor) + 1 + NEW_LIST;
}

function comparisons(list: unknown): number {
  if (!Array.isArray(list) || list.length === 0) return ofList(0);
  const isText = typeof list[0] === 'string' || list[0] instanceof Uint8Array;
  return ofList(list.length * list.length, isText ? 2 + PER_CHARACTER : 2);
}
