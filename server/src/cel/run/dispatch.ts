import { noOverload } from '../library/arithmetic';
import { isMapValue, mapEntries } from '../library/maps';
import type { Overload } from '../library/overload';
import { type CelType, DYN } from '../types/type';
import { typeNameOf } from '../values';

/**
 * The form of a function that takes these values.
 * @param checked the only form that the call can have, if there is one
 * @throws Failure if there is none
 */
export function overloadFor(
  checked: Overload | undefined,
  all: readonly Overload[],
  isMember: boolean,
  args: readonly unknown[],
): Overload {
  const found =
    checked && !BY_VALUE.has(checked.name)
      ? takes(checked, args) && checked
      : all.find((overload) => overload.isMember === isMember && takes(overload, args));
  if (!found) throw noOverload();
  return found;
}

/** Functions that the API server calls by what a value is, whatever form it has found before. */
const BY_VALUE: ReadonlySet<string> = new Set(['size', 'matches', 'sort']);

function takes({ params }: Overload, args: readonly unknown[]): boolean {
  return params.length === args.length && params.every((param, index) => isOf(param, args[index]));
}

/** Of a list and a map, the first item stands for all. */
function isOf({ kind, name, params }: CelType, value: unknown): boolean {
  if (kind === 'dyn' || kind === 'param') return true;
  if (kind === 'list') return Array.isArray(value) && areOf(params, value.slice(0, 1));
  if (kind !== 'map') return typeNameOf(value) === name;
  return isMapValue(value) && areOf(params, mapEntries(value)[0] ?? []);
}

function areOf(types: readonly CelType[], values: readonly unknown[]): boolean {
  return values.every((value, index) => isOf(types[index] ?? DYN, value));
}
