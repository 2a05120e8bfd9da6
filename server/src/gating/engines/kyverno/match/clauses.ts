import type { YamlValue } from '../../../../manifest/value';

/** The clauses of the `match` or `exclude` of a rule: its direct fields, and the items of `any` and `all`. */
export function clausesOf(rule: YamlValue, name: 'match' | 'exclude'): YamlValue[] {
  return [rule.get(name), ...rule.at(name, 'any').items, ...rule.at(name, 'all').items];
}
