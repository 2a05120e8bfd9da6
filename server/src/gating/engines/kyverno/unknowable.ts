import { isArray, isObject, type Json } from '../../../manifest/json';

/** What a rule reads and nobody knows before the request is made, or a construct that isn't understood here. */
export class Unknowable extends Error {}

/** A place in the data of a rule whose value nobody knows; the reason is a clause. */
export class Unknown {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** The data that a rule is evaluated on, in which some places are unknown. */
export type Data = Json | Unknown | readonly Data[] | DataObject;
export interface DataObject {
  readonly [key: string]: Data;
}

export function isList(data: Data | undefined): data is readonly Data[] {
  return Array.isArray(data);
}

export function isRecord(data: Data | undefined): data is DataObject {
  return typeof data === 'object' && data !== null && !isList(data) && !(data instanceof Unknown);
}

/** Deep equality, as of two JSON values. */
export function isEqual(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, at) => isEqual(item, b[at] ?? null));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key] ?? null, b[key] ?? null))
  );
}
