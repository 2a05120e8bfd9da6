import { apiGroup, type Resource } from '../../../manifest/resource';

/** The API group of policies with rules. */
export const RULES_GROUP = 'kyverno.io';
export const RULE_KINDS = ['ClusterPolicy', 'Policy'];

/** The API group of policies with CEL expressions. Each kind also has a namespaced variant. */
export const EXPRESSIONS_GROUP = 'policies.kyverno.io';
export const MUTATING_KINDS = ['MutatingPolicy', 'NamespacedMutatingPolicy'];

export function isRulePolicy(resource: Resource): boolean {
  return apiGroup(resource) === RULES_GROUP && RULE_KINDS.includes(resource.kind);
}

export function isMutatingPolicy(resource: Resource): boolean {
  return apiGroup(resource) === EXPRESSIONS_GROUP && MUTATING_KINDS.includes(resource.kind);
}
