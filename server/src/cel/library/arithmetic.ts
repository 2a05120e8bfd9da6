import { Duration, Failure, int, limitSize, Timestamp, Uint } from '../values';
import { numberIn } from './equality';

/** Thrown if no form of a function takes these values. */
export function noOverload(): Failure {
  return new Failure('no such overload');
}

export function sum(one: unknown, other: unknown): unknown {
  if (typeof one === 'string' && typeof other === 'string') {
    limitSize(one.length + other.length);
    return one + other;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    limitSize(one.length + other.length);
    return [...one, ...other];
  }
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Uint8Array.from([...one, ...other]);
  if (one instanceof Duration && other instanceof Timestamp) return sum(other, one);
  if (one instanceof Timestamp && other instanceof Duration) return new Timestamp(one.nanos + other.nanos, one.zone);
  if (one instanceof Duration && other instanceof Duration) return new Duration(one.nanos + other.nanos);
  return calculate(
    one,
    other,
    (a, b) => a + b,
    (a, b) => a + b,
  );
}

export function difference(one: unknown, other: unknown): unknown {
  if (one instanceof Timestamp && other instanceof Duration) return new Timestamp(one.nanos - other.nanos, one.zone);
  if (one instanceof Timestamp && other instanceof Timestamp) return new Duration(one.nanos - other.nanos);
  if (one instanceof Duration && other instanceof Duration) return new Duration(one.nanos - other.nanos);
  return calculate(
    one,
    other,
    (a, b) => a - b,
    (a, b) => a - b,
  );
}

export function product(one: unknown, other: unknown): unknown {
  return calculate(
    one,
    other,
    (a, b) => a * b,
    (a, b) => a * b,
  );
}

export function quotient(one: unknown, other: unknown): unknown {
  return calculate(
    one,
    other,
    (a, b) => a / divisor(b, 'division by zero'),
    (a, b) => a / b,
  );
}

export function remainder(one: unknown, other: unknown): unknown {
  return calculate(one, other, (a, b) => a % divisor(b, 'modulus by zero'));
}

export function negative(value: unknown): unknown {
  if (typeof value === 'bigint') return int(-value);
  if (typeof value === 'number') return -value;
  throw noOverload();
}

/** Less than 0, 0 or greater than 0, as one is less than, equal to or greater than the other; `NaN` if it is neither. */
export function comparison(one: unknown, other: unknown): number {
  const [left, right] = [numberIn(one), numberIn(other)];
  if (left !== undefined && right !== undefined)
    return left < right ? -1 : left > right ? 1 : left <= right ? 0 : Number.NaN;
  if (typeof one === 'string' && typeof other === 'string') return compareTexts(one, other);
  if (typeof one === 'boolean' && typeof other === 'boolean') return Number(one) - Number(other);
  if (one instanceof Timestamp && other instanceof Timestamp) return Number(one.nanos - other.nanos);
  if (one instanceof Duration && other instanceof Duration) return Number(one.nanos - other.nanos);
  if (one instanceof Uint8Array && other instanceof Uint8Array) return compareBytes(one, other);
  throw noOverload();
}

/** By the bytes of the texts, whose order is that of the characters. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const [left, right] = [[...one], [...other]];
  const index = left.findIndex((character, place) => character !== right[place]);
  const [a, b] = [left[index]?.codePointAt(0) ?? -1, right[index]?.codePointAt(0) ?? -1];
  return index === -1 ? -1 : a - b;
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  for (const [index, byte] of one.entries()) if (byte !== other[index]) return byte - (other[index] ?? -1);
  return one.length - other.length;
}

function divisor(value: bigint, problem: string): bigint {
  if (value === 0n) throw new Failure(problem);
  return value;
}

function calculate(
  one: unknown,
  other: unknown,
  integers: (a: bigint, b: bigint) => bigint,
  doubles?: (a: number, b: number) => number,
): unknown {
  if (typeof one === 'bigint' && typeof other === 'bigint') return int(integers(one, other));
  if (typeof one === 'number' && typeof other === 'number' && doubles) return doubles(one, other);
  if (one instanceof Uint && other instanceof Uint) return new Uint(integers(one.value, other.value));
  throw noOverload();
}
