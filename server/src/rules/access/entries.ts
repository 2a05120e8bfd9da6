import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import type { Grant } from '../../workspace/access-graph';
import { type Action, allows, matchesResource, type PolicyRule, policyRuleOf } from '../../workspace/policy-rule';
import { isRole, roleOf } from '../../workspace/rbac';
import type { RuleContext } from '../rule';

/** An entry of a role's `rules`, and the bindings by which somebody has it. */
export interface RoleEntry {
  readonly value: YamlValue;
  readonly rule: PolicyRule;
  readonly grants: readonly Grant[];
}

/** The entries of a Role or ClusterRole; none of another resource. A Role has them at its top level. */
export function entriesOf(resource: Resource, { access }: RuleContext): RoleEntry[] {
  if (!isRole(resource)) return [];
  const grants = roleOf(resource).flatMap((role) => access.grantsOf(role));
  return resource.value.get('rules').items.map((value) => ({ value, rule: policyRuleOf(value), grants }));
}

/** What an entry allows of a list of actions. */
export function allowed(rule: PolicyRule, actions: readonly Action[]): Action[] {
  return actions.filter((action) => allows(rule, action));
}

/** The first word of the entry's `resources` that means one of the resources of these actions. */
export function resourceWord({ value }: RoleEntry, actions: readonly Action[]): YamlValue {
  const words = value.get('resources').items;
  return words.find((word) => actions.some(({ resource }) => matchesResource(word.string ?? '', resource))) ?? value;
}

/** Every combination of verbs and resources of an API group. */
export function actionsOn(group: string, resources: readonly string[], verbs: readonly string[]): Action[] {
  return resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })));
}

/** "create, update" and the like, each verb once, in the order of the actions. */
export function verbsOf(actions: readonly Action[]): string {
  return inWords([...new Set(actions.map(({ verb }) => verb))]);
}

/** "pods, deployments and jobs": each resource once; of many the first ones. */
export function resourcesOf(actions: readonly Action[]): string {
  return inWords([...new Set(actions.map(({ resource }) => resource))], 3);
}

/** "a, b and c"; of more than `most` the first ones, and how many there are beyond. */
export function inWords(words: readonly string[], most = words.length): string {
  if (words.length > most) return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
