import { isPresenceUnknown } from '../data';
import { Uint } from '../values';

/** Whether a value is a map: data, or one that an expression made. */
export function isMapValue(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return value instanceof Map || Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * The value of a key; `undefined` if there is none.
 * @throws Unknowable
 */
export function getFrom(map: object, key: unknown): unknown {
  if (map instanceof Map) return fromMade(map, key);
  return typeof key === 'string' && Object.hasOwn(map, key) ? Reflect.get(map, key) : undefined;
}

function fromMade(map: ReadonlyMap<unknown, unknown>, key: unknown): unknown {
  if (map.has(key)) return map.get(key);
  // A number is the same key in each of its types.
  const number = key instanceof Uint ? key.value : key;
  if (typeof number === 'number' && Number.isInteger(number)) return fromMade(map, BigInt(number));
  if (typeof number !== 'bigint') return undefined;
  for (const [own, value] of map) if ((own instanceof Uint ? own.value : own) === number) return value;
  return undefined;
}

/**
 * The keys of a map.
 * @throws Unknowable if there may be others
 */
export function mapKeys(map: object): readonly unknown[] {
  if (map instanceof Map) return [...map.keys()];
  const keys = Object.keys(map);
  // To read a value that may not be there says why that is unknown.
  for (const key of keys) if (isPresenceUnknown(map, key)) Reflect.get(map, key);
  return keys;
}

/**
 * @throws Unknowable if the keys or one of the values are unknown
 */
export function mapEntries(map: object): readonly (readonly [unknown, unknown])[] {
  if (map instanceof Map) return [...map.entries()];
  return mapKeys(map).map((key) => [key, Reflect.get(map, String(key))] as const);
}

/** @throws Unknowable */
export function sizeOfMap(map: object): number {
  return map instanceof Map ? map.size : mapKeys(map).length;
}
