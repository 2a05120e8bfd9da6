import { Failure, Optional, Uint } from '../values';
import { isMapValue, sizeOfMap } from './maps';
import { type DeclaredFunction, globals, members } from './overload';

/** Optional values (cel-go, "Optional Types"). The evaluator has `or` and `orValue`, which may not read their arguments. */
export const OPTIONALS: readonly DeclaredFunction[] = [
  ...globals({
    'optional.of(A): optional<A>': (value: unknown) => Optional.of(value),
    'optional.none(): optional<A>': () => Optional.NONE,
    'optional.ofNonZeroValue(A): optional<A>': (value: unknown) => (isZero(value) ? Optional.NONE : Optional.of(value)),
  }),
  ...members({
    'hasValue(optional<A>): bool': ({ hasValue }: Optional) => hasValue,
    'value(optional<A>): A': contentOf,
    'or(optional<A>, optional<A>): optional<A>': (one: Optional, other: Optional) => (one.hasValue ? one : other),
    'orValue(optional<A>, A): A': (one: Optional, other: unknown) => (one.hasValue ? one.value : other),
  }),
];

function contentOf({ hasValue, value }: Optional): unknown {
  if (!hasValue) throw new Failure('optional.none() dereference');
  return value;
}

function isZero(value: unknown): boolean {
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Optional) return !value.hasValue;
  if (isMapValue(value)) return sizeOfMap(value) === 0;
  return value === null || value === '' || value === false || value === 0 || value === 0n;
}
