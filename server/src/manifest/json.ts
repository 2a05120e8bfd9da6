import type { YamlValue } from './value';

/** YAML as the API server gets it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Larger values are generated, or aliases that multiply. */
const MOST_VALUES = 50_000;
/** Deeper ones hold themselves. */
const MOST_DEPTH = 200;

/**
 * A value as plain data, aliases and merge keys resolved: `undefined` where nothing stands, where a template still has to
 * fill something in, or where it is too large or holds itself.
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
    // Whatever else YAML 1.1 knows (dates, binary data) is text to the API server.
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

/** What stands at the end of keys and indices; `undefined` where something on the way is missing or of another type. */
export function jsonAt(json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let current = json;
  for (const step of path) {
    if (typeof step === 'number') current = isArray(current) ? current[step] : undefined;
    else current = isObject(current) && Object.hasOwn(current, step) ? current[step] : undefined;
  }
  return current;
}
