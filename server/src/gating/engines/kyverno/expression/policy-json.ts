import { Unknowable } from '../../../../cause/unknown';
import type { Json } from '../../../../manifest/json';
import type { YamlValue } from '../../../../manifest/value';

/** Replaces a whole value that a template fills in. It is not an expression, so that it is never evaluated. */
const FILLED_IN = '{{ … }}';
/** Larger values are generated, or contain aliases that multiply. */
const MOST_VALUES = 20_000;
/** Deeper values contain themselves. */
const MOST_DEPTH = 100;

/**
 * A part of a policy as plain data. Its texts keep `{{ … }}`, which is a Kyverno expression here and a template in
 * other resources.
 * @throws Unknowable if the part is too large, or contains itself by an alias
 */
export function policyJson(value: YamlValue): Json {
  let left = MOST_VALUES;
  const convert = (at: YamlValue, depth: number): Json => {
    if (--left < 0 || depth > MOST_DEPTH) {
      throw new Unknowable({ kind: 'too-costly', what: 'policy-part' });
    }
    if (at.isList) return at.items.map((item) => convert(item, depth + 1));
    if (at.isExpression) return FILLED_IN;
    if (at.isMap) return Object.fromEntries(at.entries.map(({ key, value: own }) => [key, convert(own, depth + 1)]));
    return at.number ?? at.boolean ?? at.label ?? null;
  };
  return convert(value, 0);
}

/** The text of a scalar, which can contain `{{ … }}`. */
export function policyText(value: YamlValue): string | undefined {
  return value.number === undefined && value.boolean === undefined ? value.label : undefined;
}

/** The texts of a list, or a single text. */
export function policyTexts(value: YamlValue): string[] {
  const items = value.isList ? value.items : [value];
  return items.flatMap((item) => policyText(item) ?? []);
}

/**
 * Whether a template still fills in a part of a value in which Kyverno allows no expressions.
 * @throws Unknowable for the same reasons as `policyJson`
 */
export function isOpen(value: YamlValue): boolean {
  return JSON.stringify(policyJson(value)).includes('{{');
}
