import { own } from '../text/own';
import type { YamlValue } from './value';

/** The data that the API server gets. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The limit of values: only generated data or multiplying aliases have more. */
const MOST_VALUES = 50_000;
/** The limit of nesting: only a value that contains itself is deeper. */
const MOST_DEPTH = 200;

/**
 * A value as plain data, with aliases and merge keys resolved. `undefined` if the value is missing, has a template
 * expression, is too large, or contains itself.
 */
export function toJson(value: YamlValue): Json | undefined {
  let left = MOST_VALUES;
  const convert = (at: YamlValue, depth: number): Json | undefined => {
    if (--left < 0 || depth > MOST_DEPTH) return undefined;
    if (at.isList) return allOf(at.items.map((item) => convert(item, depth + 1) ?? (item.exists ? undefined : null)));
    if (at.isMap) {
      const entries = at.entries.map(({ key, value: own }) => ({
        key,
        data: own.exists ? convert(own, depth + 1) : null,
      }));
      return entries.every(({ data }) => data !== undefined)
        ? Object.fromEntries(entries.map(({ key, data = null }) => [key, data]))
        : undefined;
    }
    // Other types of YAML 1.1 (dates, binary data) are text to the API server.
    return at.string ?? at.number ?? at.boolean ?? (at.label === undefined ? null : textOf(at.label));
  };
  return value.exists ? convert(value, 0) : undefined;
}

function allOf(items: readonly (Json | undefined)[]): Json[] | undefined {
  const whole = items.filter((item) => item !== undefined);
  return whole.length === items.length ? whole : undefined;
}

function textOf(label: string): string | undefined {
  return label.includes('{{') ? undefined : label;
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !isArray(json);
}

export function isArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

/** The value at a path of keys and indices; `undefined` if a part of the path is missing or has another type. */
export function jsonAt(json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let current = json;
  for (const step of path) {
    if (typeof step === 'number') current = isArray(current) ? current[step] : undefined;
    else current = isObject(current) ? own(current, step) : undefined;
  }
  return current;
}

/** The data with something else at the end of keys; as it is where the way to there leads through what is no object. */
export function replaceAt(data: Json, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  return isObject(data) ? { ...data, [step]: replaceAt(own(data, step) ?? {}, rest, value) } : data;
}
