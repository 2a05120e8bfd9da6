import { isThereUnknown } from '../data';
import { noOverload } from '../library/arithmetic';
import { isSameValue, numberIn } from '../library/equality';
import { getFrom, isMapValue } from '../library/maps';
import { Failure, Optional } from '../values';

/**
 * The item of a list or a map; `undefined` if there is none.
 * @throws Failure, Unknowable
 */
export function itemOf(of: unknown, index: unknown): unknown {
  if (isMapValue(of)) return getFrom(of, index);
  if (!Array.isArray(of)) throw noOverload();
  const number = numberIn(index);
  if (number === undefined || (typeof number === 'number' && !Number.isInteger(number))) {
    throw new Failure('unsupported index type');
  }
  return of[Number(number)];
}

/**
 * Whether a list or the keys of a map have this value.
 * @throws Failure, Unknowable
 */
export function isIn(item: unknown, of: unknown): boolean {
  if (Array.isArray(of)) return of.some((own) => isSameValue(own, item));
  if (!isMapValue(of)) throw noOverload();
  if (typeof item === 'string' && !(of instanceof Map) && isThereUnknown(of, item)) return true;
  return getFrom(of, item) !== undefined;
}

/** The value of an optional entry of a list or a map, if it has one. */
export function optional(value: unknown): unknown[] {
  if (!(value instanceof Optional)) throw new Failure('cannot initialize an optional entry from a non-optional value');
  return value.hasValue ? [value.value] : [];
}
