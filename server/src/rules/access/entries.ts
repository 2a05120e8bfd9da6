import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import type { Grant } from '../../workspace/access-graph';
import { type ApiRequest, allows, matchesResource, type PolicyRule, policyRuleOf } from '../../workspace/policy-rule';
import { isRole, roleOf } from '../../workspace/rbac';
import type { RuleContext } from '../rule';

/** An entry of a role's `rules`, and the bindings that grant it. */
export interface RoleEntry {
  readonly value: YamlValue;
  readonly rule: PolicyRule;
  readonly grants: readonly Grant[];
}

/** The entries of a Role or ClusterRole, which has them at its top level. Other resources have none. */
export function entriesOf(resource: Resource, { access }: RuleContext): RoleEntry[] {
  if (!isRole(resource)) return [];
  const grants = roleOf(resource).flatMap((role) => access.grantsOf(role));
  return resource.value.get('rules').items.map((value) => ({ value, rule: policyRuleOf(value), grants }));
}

/** The actions of a list that an entry allows. */
export function allowed(rule: PolicyRule, actions: readonly ApiRequest[]): ApiRequest[] {
  return actions.filter((action) => allows(rule, action));
}

/** The first item of the entry's `resources` that matches one of these actions. */
export function resourceWord({ value }: RoleEntry, actions: readonly ApiRequest[]): YamlValue {
  const words = value.get('resources').items;
  return words.find((word) => actions.some(({ resource }) => matchesResource(word.string ?? '', resource))) ?? value;
}

/** Every combination of verbs and resources of an API group. */
export function actionsOn(group: string, resources: readonly string[], verbs: readonly string[]): ApiRequest[] {
  return resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })));
}

/** For example "create and update": each verb once, in the order of the actions. */
export function verbsOf(actions: readonly ApiRequest[]): string {
  return inWords([...new Set(actions.map(({ verb }) => verb))]);
}

/** For example "pods, deployments and jobs": each resource once. Of many resources, only the first ones. */
export function resourceEntries(actions: readonly ApiRequest[]): string {
  return inWords([...new Set(actions.map(({ resource }) => resource))], 3);
}

/** "a, b and c". If there are more than `most`, the first ones and the number of the others. */
export function inWords(words: readonly string[], most = words.length): string {
  if (words.length > most) return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
