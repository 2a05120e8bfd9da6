import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import { type Grant, scopeOf } from '../../workspace/access-graph';
import { type ApiRequest, allows, isAbout, type PolicyRule, policyRuleOf } from '../../workspace/policy-rule';
import type { RoleFact } from '../../workspace/rbac';
import { Rights } from '../../workspace/rights';
import { inWords } from '../in-words';
import type { RuleContext } from '../rule';
import { meets, type Recipe } from './recipe';

/** An entry of a role's `rules`, and the bindings that grant it. */
export interface RoleEntry {
  readonly value: YamlValue;
  readonly rule: PolicyRule;
  readonly role: RoleFact;
  /** The bindings of the workspace that give it to a subject. */
  readonly grants: readonly Grant[];
}

/**
 * The entries of a Role or ClusterRole, which has them at its top level. Other resources have none, and those of a role that
 * aggregates others give nothing: the control plane overwrites them.
 */
export function entriesOf(resource: Resource, { access }: Pick<RuleContext, 'access'>): RoleEntry[] {
  const role = access.roleAt(resource);
  if (!role || role.aggregates.length > 0) return [];
  const grants = access.grantsOf(role).filter(({ binding }) => binding.subjects.length > 0);
  return resource.value.get('rules').items.map((value) => ({ value, rule: policyRuleOf(value), role, grants }));
}

/** The same, without what one finding about `*` already says, which includes what the entry allows. */
export function singleEntriesOf(resource: Resource, context: Pick<RuleContext, 'access'>): RoleEntry[] {
  const entries = entriesOf(resource, context);
  return entries.some(({ rule }) => isEverything(rule)) ? [] : entries.filter(({ rule }) => !isSweeping(rule));
}

/** Whether a rule allows every action on every resource. */
export function isEverything({ apiGroups, resources, verbs, resourceNames }: PolicyRule): boolean {
  return resourceNames.length === 0 && [apiGroups, resources, verbs].every((words) => words.includes('*'));
}

/** Whether a rule is about every resource of the core group at least, where Secrets, pods and what is in them are. */
export function isSweeping({ apiGroups, resources, resourceNames }: PolicyRule): boolean {
  const isOfCore = apiGroups.some((group) => group === '' || group === '*');
  return resourceNames.length === 0 && isOfCore && resources.includes('*');
}

/**
 * The actions of a list that an entry allows to those who have it. What is in no namespace is given by a ClusterRole that is
 * bound in the whole cluster, or could be.
 */
export function allowed({ rule, role, grants }: RoleEntry, actions: readonly ApiRequest[]): ApiRequest[] {
  const isEverywhere =
    role.kind === 'ClusterRole' && (grants.length === 0 || grants.some(({ binding }) => isEverywhereBound(binding)));
  return actions.filter((action) => (isEverywhere || !action.isClusterScoped) && allows(rule, action));
}

function isEverywhereBound(binding: Grant['binding']): boolean {
  return scopeOf(binding) === undefined;
}

/** The actions of an entry for which a subject that has it, or would have the role alone, has all that the recipe needs. */
export function cooked(entry: RoleEntry, recipe: Recipe, { access }: Pick<RuleContext, 'access'>): ApiRequest[] {
  const actions = allowed(entry, recipe[0]);
  if (actions.length === 0 || recipe.length === 1) return actions;
  const { role, grants } = entry;
  const holders =
    grants.length === 0
      ? [role.kind === 'ClusterRole' ? new Rights(role.rules) : new Rights([], role.rules)]
      : grants.flatMap(({ binding }) => binding.subjects.map((subject) => access.rightsOf(subject, scopeOf(binding))));
  return holders.some((rights) => meets(rights, recipe)) ? actions : [];
}

/** The first item of the entry's `resources` that matches one of these actions. */
export function resourceWord({ value, rule }: RoleEntry, actions: readonly ApiRequest[]): YamlValue {
  const words = value.get('resources').items;
  return words.find(({ string = '' }) => actions.some((action) => isAbout(string, rule.apiGroups, action))) ?? value;
}

/** For example "create and update": each verb once, in the order of the actions. */
export function verbsOf(actions: readonly ApiRequest[]): string {
  return inWords([...new Set(actions.map(({ verb }) => verb))]);
}

/** For example "pods, deployments and jobs": each resource once. Of many resources, only the first ones. */
export function resourceEntries(actions: readonly ApiRequest[]): string {
  return inWords([...new Set(actions.map(({ resource }) => resource))], 3);
}
