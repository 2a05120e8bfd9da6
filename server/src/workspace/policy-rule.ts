import type { YamlValue } from '../manifest/value';

/** One entry of a role's `rules`. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Only objects of these names; empty for all of them. */
  readonly resourceNames: readonly string[];
}

/** Something that a role can allow. */
export interface Action {
  readonly verb: string;
  readonly group: string;
  /** With its subresource, as rules name it: `pods/exec`. */
  readonly resource: string;
}

export function policyRuleOf(value: YamlValue): PolicyRule {
  return {
    apiGroups: value.get('apiGroups').strings,
    resources: value.get('resources').strings,
    verbs: value.get('verbs').strings,
    resourceNames: value.get('resourceNames').strings,
  };
}

/**
 * Whether a rule allows an action, on some object at least. As in the API server's RBAC authorizer: `*` stands for every
 * verb, group and resource with its subresources, and only a word of a rule for a resource with the subresource of any is
 * a pattern, too: `*\/exec`. `pods/*` matches nothing (API reference, PolicyRule).
 */
export function allows({ apiGroups, resources, verbs, resourceNames }: PolicyRule, action: Action): boolean {
  // Who creates an object has not named it yet when the right to do so is checked.
  if (action.verb === 'create' && resourceNames.length > 0 && !action.resource.includes('/')) return false;
  return (
    hasOrAll(verbs, action.verb) &&
    hasOrAll(apiGroups, action.group) &&
    resources.some((resource) => matchesResource(resource, action.resource))
  );
}

/** Whether a word of a rule's `resources` means a resource. */
export function matchesResource(word: string, resource: string): boolean {
  if (word === '*' || word === resource) return true;
  const slash = resource.indexOf('/');
  return slash !== -1 && word === `*${resource.slice(slash)}`;
}

function hasOrAll(words: readonly string[], word: string): boolean {
  return words.includes('*') || words.includes(word);
}
