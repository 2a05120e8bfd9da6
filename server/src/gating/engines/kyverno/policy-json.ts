import type { Json } from '../../../manifest/json';
import type { YamlValue } from '../../../manifest/value';

/** Larger values are generated, or aliases that multiply. */
const MOST_VALUES = 20_000;

/** A part of a policy as plain data. Unlike that of other resources its text keeps `{{ … }}`, which is Kyverno's own here. */
export function policyJson(value: YamlValue): Json {
  let left = MOST_VALUES;
  const convert = (at: YamlValue): Json => {
    if (--left < 0) return null;
    if (at.isList) return at.items.map(convert);
    if (at.isMap) return Object.fromEntries(at.entries.map(({ key, value: own }) => [key, convert(own)]));
    return at.number ?? at.boolean ?? at.label ?? null;
  };
  return convert(value);
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
