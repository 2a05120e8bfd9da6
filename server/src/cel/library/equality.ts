import { Duration, Opaque, Optional, Timestamp, TypeOf, typeNameOf, Uint } from '../values';
import { getFrom, isMapValue, mapEntries, sizeOfMap } from './maps';

/** Whether two values are equal: numbers of all types by what they are, others only if they are of one type. */
export function isSameValue(one: unknown, other: unknown): boolean {
  const [left, right] = [numberIn(one), numberIn(other)];
  if (left !== undefined || right !== undefined)
    return left !== undefined && right !== undefined && areNumbersEqual(left, right);
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, index) => isSameValue(item, other[index]))
    );
  }
  if (typeNameOf(one) !== typeNameOf(other)) return false;
  if (one instanceof Opaque) return other instanceof Opaque && one.equals(other);
  if (one instanceof Optional) return other instanceof Optional && areOptionalsEqual(one, other);
  if (one instanceof Timestamp) return other instanceof Timestamp && one.nanos === other.nanos;
  if (one instanceof Duration) return other instanceof Duration && one.nanos === other.nanos;
  if (one instanceof TypeOf) return other instanceof TypeOf && one.name === other.name;
  if (one instanceof Uint8Array) return other instanceof Uint8Array && one.join() === other.join();
  return isMapValue(one) && isMapValue(other) && areMapsEqual(one, other);
}

function areNumbersEqual(one: bigint | number, other: bigint | number): boolean {
  return one <= other && one >= other;
}

/** A number, as it is compared with numbers of other types. */
export function numberIn(value: unknown): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return value instanceof Uint ? value.value : undefined;
}

function areOptionalsEqual(one: Optional, other: Optional): boolean {
  return one.hasValue && other.hasValue ? isSameValue(one.value, other.value) : one.hasValue === other.hasValue;
}

function areMapsEqual(one: object, other: object): boolean {
  if (sizeOfMap(one) !== sizeOfMap(other)) return false;
  return mapEntries(one).every(([key, value]) => {
    const found = getFrom(other, key);
    return found !== undefined && isSameValue(value, found);
  });
}
