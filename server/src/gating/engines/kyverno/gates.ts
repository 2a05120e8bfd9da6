import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { GateRecipe } from '../../gate';
import type { PolicySet } from '../../policy-set';
import { exceptionsFor } from './exceptions';
import { contextsIn } from './foreach';
import { isImageRule } from './rule-checks';
import { sourcesOf } from './rule-context';
import { KyvernoRuleGate } from './rule-gate';

/** A gate for each rule about images of the policies that are asked while objects are admitted. */
export function ruleGates(policies: PolicySet): GateRecipe[] {
  return policies.ofKind('kyverno.io', 'ClusterPolicy', 'Policy').flatMap((policy) => {
    const spec = policy.value.get('spec');
    // Policies can be for background scans alone ("Policy Settings").
    if (spec.get('admission').boolean === false) return [];
    const rules = spec.get('rules').items.filter(isImageRule);
    const exceptions = rules.length > 0 ? exceptionsFor(policy, policies) : [];
    return rules.map((rule) => toRecipe(policy, rule, exceptions, policies));
  });
}

function toRecipe(policy: Resource, rule: YamlValue, exceptions: readonly Resource[], policies: PolicySet): GateRecipe {
  const contexts = [rule.get('context'), ...contextsIn(rule.at('validate', 'foreach'))];
  return {
    // The rule stands for itself: those of a policy are gates of their own.
    parts: [policy, rule, ...exceptions, ...sourcesOf(contexts, policies)],
    build: () => new KyvernoRuleGate(policy, rule, exceptions, policies),
  };
}
