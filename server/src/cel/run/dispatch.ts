import { noOverload } from '../library/arithmetic';
import { isMapValue } from '../library/maps';
import type { Overload } from '../library/overload';
import type { CelType } from '../types/type';
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
  const found = checked
    ? takes(checked, args) && checked
    : all.find((overload) => overload.isMember === isMember && takes(overload, args));
  if (!found) throw noOverload();
  return found;
}

function takes({ params }: Overload, args: readonly unknown[]): boolean {
  return params.length === args.length && params.every((param, index) => isOf(param, args[index]));
}

function isOf({ kind, name }: CelType, value: unknown): boolean {
  if (kind === 'dyn' || kind === 'param') return true;
  return kind === 'map' ? isMapValue(value) : typeNameOf(value) === name;
}
