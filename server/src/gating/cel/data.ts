import { isArray, type Json } from '../../manifest/json';
import { Unknowable } from './expression';

/** What a place holds that nobody knows before the request is made: reading it makes the whole expression unknown. */
export class Unknown {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
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
  for (const [key, value] of Object.entries(data)) define(made, key, value);
  return made;
}

/** A getter for what is unknown, or for what is only worked out when an expression asks for it. */
export function defineLazily(on: object, key: string, value: () => unknown): void {
  Object.defineProperty(on, key, { enumerable: true, configurable: true, get: value });
}

function define(on: Record<string, unknown>, key: string, value: CelData): void {
  if (value instanceof Unknown) {
    defineLazily(on, key, () => {
      throw new Unknowable(value.reason);
    });
  } else if (key !== '__proto__') {
    on[key] = toCel(value);
  }
}
