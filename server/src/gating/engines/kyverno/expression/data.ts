import { Unknown } from '../../../../cause/unknown';
import { isArray, isObject, type Json } from '../../../../manifest/json';
import { own } from '../../../../text/own';

/** The data that a rule is evaluated on. Some of its values are unknown. */
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

/** Deep equality of two JSON values. */
export function isEqual(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (isArray(a))
    return isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(own(a, key) ?? null, own(b, key) ?? null))
  );
}
