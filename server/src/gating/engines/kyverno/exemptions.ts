import { apiGroup, type Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { GateExemption } from '../../engine';
import { RULES_GROUP } from './kinds';
import { clausesOf } from './match/clauses';
import { isImageRule } from './rule/rule-checks';

/** The namespaces and users that the rules of a policy about images exclude. */
export function exemptionsOfRules(policy: Resource): GateExemption[] {
  if (apiGroup(policy) !== RULES_GROUP) return [];
  const rules = policy.value.at('spec', 'rules').items.filter(isImageRule);
  return rules.flatMap((rule) => clausesOf(rule, 'exclude').flatMap(exemptionsIn));
}

function exemptionsIn(exclude: YamlValue): GateExemption[] {
  const list = exclude.at('resources', 'namespaces');
  return [
    { at: list, namespaces: list.strings },
    ...['subjects', 'roles', 'clusterRoles'].flatMap((who) => {
      const at = exclude.get(who);
      return at.items.length > 0 ? [{ at, does: `exempts these \`${who}\`` }] : [];
    }),
  ];
}
