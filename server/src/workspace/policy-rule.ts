import type { YamlValue } from '../manifest/value';

/** One entry of a role's `rules`. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** The names of the only objects; empty for all objects. */
  readonly resourceNames: readonly string[];
}

/** An action that a role can allow. */
export interface ApiRequest {
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
 * Whether a rule allows an action, on at least one object. As in the RBAC authorizer of the API server, `*` stands for every
 * verb, group, and resource with its subresources. The only other pattern is a subresource of every resource: `*\/exec`. `pods/*` matches nothing (API reference, PolicyRule).
 */
export function allows({ apiGroups, resources, verbs, resourceNames }: PolicyRule, action: ApiRequest): boolean {
  // A request that creates an object has no name yet when the API server authorizes it.
  if (action.verb === 'create' && resourceNames.length > 0 && !action.resource.includes('/')) return false;
  return (
    hasOrAll(verbs, action.verb) &&
    hasOrAll(apiGroups, action.group) &&
    resources.some((resource) => matchesResource(resource, action.resource))
  );
}

/** Whether an entry of a rule's `resources` includes a resource. */
export function matchesResource(word: string, resource: string): boolean {
  if (word === '*' || word === resource) return true;
  const slash = resource.indexOf('/');
  return slash !== -1 && word === `*${resource.slice(slash)}`;
}

function hasOrAll(words: readonly string[], word: string): boolean {
  return words.includes('*') || words.includes(word);
}
