import { isArray, type Json } from '../../manifest/json';
import { Unknowable } from './failures';

/** Getters of what is there for certain, though it isn't known. */
const present = new WeakSet<() => unknown>();

/** What a place holds that nobody knows before the request is made: reading it makes the whole expression unknown. */
export class Unknown {
  readonly reason: string;
  /** What reads it, the same for all places, so that objects with it stay of one shape. */
  readonly read: () => never;

  /** @param presence `is there` where only the value isn't known, so that `has` is true of it */
  constructor(reason: string, presence?: 'is there') {
    this.reason = reason;
    this.read = () => {
      throw new Unknowable(reason);
    };
    if (presence === 'is there') present.add(this.read);
  }
}

/** Data for expressions, in which some places may be unknown. */
export type CelData = Json | Unknown | readonly CelData[] | { readonly [key: string]: CelData };

/**
 * Data as expressions read it: whole numbers are integers, and what is unknown throws where it is read, so that an
 * expression which doesn't need it (`a || unknown` where `a` is true) still has its value.
 */
export function toCel(data: CelData): unknown {
  if (data instanceof Unknown || typeof data !== 'object' || data === null) {
    return typeof data === 'number' && Number.isSafeInteger(data) ? BigInt(data) : data;
  }
  if (isArray(data as Json)) return (data as readonly CelData[]).map(toCel);
  const made: Record<string, unknown> = {};
  const entries = Object.entries(data);
  // The library tells what is in a map by its first value.
  for (const [key, value] of entries) if (!(value instanceof Unknown)) define(made, key, value);
  for (const [key, value] of entries) if (value instanceof Unknown) define(made, key, value);
  return made;
}

/** A getter for what is unknown, or for what is only worked out when an expression asks for it. */
export function defineLazily(on: object, key: string, value: () => unknown): void {
  Object.defineProperty(on, key, { enumerable: true, configurable: true, get: value });
}

/** Whether a field is there though its value is unknown. */
export function isThereUnknown(on: object, key: string): boolean {
  const getter = Object.getOwnPropertyDescriptor(on, key)?.get;
  return getter !== undefined && present.has(getter);
}

function define(on: Record<string, unknown>, key: string, value: CelData): void {
  if (value instanceof Unknown) {
    defineLazily(on, key, value.read);
  } else if (key !== '__proto__') {
    on[key] = toCel(value);
  }
}
