import type { Json } from '../../../manifest/json';
import type { YamlValue } from '../../../manifest/value';
import { Unknowable } from './unknowable';

/** What stands where a template puts a whole value: no expression, so that nothing is made of it. */
const FILLED_IN = '{{ … }}';
/** Larger values are generated, or aliases that multiply. */
const MOST_VALUES = 20_000;
/** Deeper ones hold themselves. */
const MOST_DEPTH = 100;

/**
 * A part of a policy as plain data. Unlike that of other resources its text keeps `{{ … }}`, which is Kyverno's own here.
 * @throws Unknowable where it is too large or holds itself by an alias
 */
export function policyJson(value: YamlValue): Json {
  let left = MOST_VALUES;
  const convert = (at: YamlValue, depth: number): Json => {
    if (--left < 0 || depth > MOST_DEPTH) {
      throw new Unknowable('a part of it is too large, or holds itself by an alias, and is not evaluated here');
    }
    if (at.isList) return at.items.map((item) => convert(item, depth + 1));
    if (isTemplate(at)) return FILLED_IN;
    if (at.isMap) return Object.fromEntries(at.entries.map(({ key, value: own }) => [key, convert(own, depth + 1)]));
    return at.number ?? at.boolean ?? at.label ?? null;
  };
  return convert(value, 0);
}

/** The text of a scalar, which may have `{{ … }}` in it. */
export function policyText(value: YamlValue): string | undefined {
  return value.number === undefined && value.boolean === undefined ? value.label : undefined;
}

/** The texts of a list, or a single one. */
export function policyTexts(value: YamlValue): string[] {
  const items = value.isList ? value.items : [value];
  return items.flatMap((item) => policyText(item) ?? []);
}

/**
 * Whether a template still fills in a part of a value in which Kyverno itself allows no expressions.
 * @throws Unknowable as `policyJson`
 */
export function isOpen(value: YamlValue): boolean {
  return JSON.stringify(policyJson(value)).includes('{{');
}

/** Whether a template puts a whole value there: to YAML, `{{ .Values.images }}` is a map with a map for its key. */
export function isTemplate({ isMap, keys, node }: YamlValue): boolean {
  return isMap && keys.size === 0 && node !== undefined && 'items' in node && node.items.length > 0;
}
