import { Unknown } from '../cause/unknown';
import { isArray, type Json } from '../manifest/json';
import { setOwn } from '../text/own';

/** Getters of values that certainly exist, but are not known; and of values that may not even exist. */
const present = new WeakSet<() => unknown>();
const doubtful = new WeakSet<() => unknown>();

/** Data for expressions. Some places may be unknown. */
export type CelData = Json | Unknown | readonly CelData[] | { readonly [key: string]: CelData };

/**
 * Data in the form that expressions read. Whole numbers are integers. An unknown value throws when it is read, so an
 * expression that does not need it (`a || unknown` if `a` is true) still has a value.
 */
export function toCel(data: CelData): unknown {
  if (data instanceof Unknown || typeof data !== 'object' || data === null) {
    return typeof data === 'number' && Number.isSafeInteger(data) ? BigInt(data) : data;
  }
  if (isArray(data as Json)) return (data as readonly CelData[]).map(toCel);
  const made: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) define(made, key, value);
  return made;
}

/** A getter for a value that is unknown, or that is computed only when an expression reads it. */
export function defineLazily(on: object, key: string, value: () => unknown): void {
  Object.defineProperty(on, key, { enumerable: true, configurable: true, get: value });
}

/** Whether a field exists although its value is unknown. */
export function isThereUnknown(on: object, key: string): boolean {
  const getter = Object.getOwnPropertyDescriptor(on, key)?.get;
  return getter !== undefined && present.has(getter);
}

/** Whether it is unknown if a field exists. */
export function isPresenceUnknown(on: object, key: string): boolean {
  const getter = Object.getOwnPropertyDescriptor(on, key)?.get;
  return getter !== undefined && doubtful.has(getter);
}

function define(on: Record<string, unknown>, key: string, value: CelData): void {
  if (value instanceof Unknown) {
    (value.isThere ? present : doubtful).add(value.read);
    defineLazily(on, key, value.read);
  } else if (key !== '__proto__') {
    setOwn(on, key, toCel(value));
  }
}
