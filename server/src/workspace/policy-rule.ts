import type { YamlValue } from '../manifest/value';
import { isToBeReplaced } from '../text/placeholder';

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
  /** The resource is in no namespace, so that no RoleBinding gives a right to it. */
  readonly isClusterScoped?: true;
  /** The only names that matter, as the API server asks for them; any name if it is not set. */
  readonly names?: readonly string[];
  /** Another verb that the API server asks for on the same object. */
  readonly besides?: string;
  /** The object gets the name of the request, as with server-side apply, for which the API server asks by that name. */
  readonly isByName?: true;
}

/** The objects of an action: the names of the only ones, or all of them. */
export type Objects = 'all' | readonly string[];

/** The group or resource of an action that can be on any of them; for a resource, subresources aside. */
export const ANY = '*';
/** The resource of an action that can be on any resource or subresource. */
export const ANY_SUBRESOURCE = '*/*';

/** What stands for any verb of those that begin with it, as in `impersonate-on:user-info:…`. */
export const ANY_VERB_AFTER = ':…';

export function policyRuleOf(value: YamlValue): PolicyRule {
  return {
    apiGroups: value.get('apiGroups').strings,
    resources: value.get('resources').strings,
    verbs: value.get('verbs').strings,
    resourceNames: value.get('resourceNames').strings,
  };
}

/** Whether a rule allows an action, on at least one object. */
export function allows(rule: PolicyRule, action: ApiRequest): boolean {
  return objectsOf(rule, action).length > 0;
}

/**
 * The objects on which a rule allows an action. As in the RBAC authorizer of the API server, `*` stands for every verb, group,
 * and resource with its subresources. The only other pattern is a subresource of every resource: `*\/exec`. `pods/*` matches
 * nothing (API reference, PolicyRule).
 */
export function objectsOf({ apiGroups, resources, verbs, resourceNames }: PolicyRule, action: ApiRequest): Objects {
  const isAllowed =
    hasVerb(verbs, action.verb) &&
    (apiGroups.includes('*') || apiGroups.includes(action.group) || action.group === ANY) &&
    resources.some((resource) => isAbout(resource, apiGroups, action));
  if (!isAllowed) return [];
  return resourceNames.length === 0 ? 'all' : objectsNamed(resourceNames, action);
}

/**
 * Whether a word of a rule's `resources` is about an action. In all groups, a resource of Kubernetes is none of the group of an
 * action on any resource: `pods` in every group is no constraint of a policy engine.
 */
export function isAbout(word: string, apiGroups: readonly string[], { group, resource }: ApiRequest): boolean {
  const isOfAnother = resource === ANY && group !== ANY && !apiGroups.includes(group) && OF_KUBERNETES.has(word);
  return !isOfAnother && matchesResource(word, resource);
}

const OF_KUBERNETES: ReadonlySet<string> = new Set(
  `pods services endpoints endpointslices configmaps secrets serviceaccounts events nodes namespaces persistentvolumes
  persistentvolumeclaims replicationcontrollers resourcequotas limitranges podtemplates bindings componentstatuses
  deployments statefulsets daemonsets replicasets controllerrevisions jobs cronjobs horizontalpodautoscalers
  poddisruptionbudgets ingresses ingressclasses networkpolicies roles rolebindings clusterroles clusterrolebindings
  storageclasses volumeattachments csidrivers csinodes csistoragecapacities priorityclasses runtimeclasses leases
  customresourcedefinitions apiservices certificatesigningrequests mutatingwebhookconfigurations
  validatingwebhookconfigurations`.split(/\s+/),
);

/** Whether an entry of a rule's `resources` includes a resource. */
function matchesResource(word: string, resource: string): boolean {
  if (word === '*' || word === resource || resource === ANY_SUBRESOURCE) return true;
  if (resource === ANY) return !word.includes('/');
  const slash = resource.indexOf('/');
  return slash !== -1 && word === `*${resource.slice(slash)}`;
}

/**
 * The objects among those that a rule names. The API server compares names as they are, and asks without a name when it
 * creates an object, or lists or deletes many: only the empty name allows that. A name with `*` is no pattern, and hardly any
 * object can have it.
 */
function objectsNamed(names: readonly string[], action: ApiRequest): Objects {
  if (action.names) return action.names.filter((name) => names.includes(name));
  const isNameless = action.verb === 'deletecollection' || (isCreation(action) && !action.isByName);
  // Any verb may be one of them.
  const mayBeNameless = isNameless || ['list', 'watch'].includes(action.verb) || action.verb.endsWith(ANY_VERB_AFTER);
  if (mayBeNameless && names.includes('')) return 'all';
  return isNameless ? [] : names.filter((name) => canBeName(name, action.resource));
}

/** Whether an action makes an object, and not a subresource of one that is there. */
export function isCreation({ verb, resource }: Pick<ApiRequest, 'verb' | 'resource'>): boolean {
  return verb === 'create' && !resource.includes('/');
}

function hasVerb(verbs: readonly string[], verb: string): boolean {
  if (verbs.includes('*') || verbs.includes(verb)) return true;
  if (!verb.endsWith(ANY_VERB_AFTER)) return false;
  const prefix = verb.slice(0, 1 - ANY_VERB_AFTER.length);
  return verbs.some((word) => word.startsWith(prefix) && !['', '*'].includes(word.slice(prefix.length)));
}

/** Whether an object can have a name that a rule writes. Only the names of users and groups are not limited to some characters. */
function canBeName(name: string, resource: string): boolean {
  if (name === '' || name.includes('*')) return false;
  if (resource === 'users') return true;
  return !name.startsWith('^') && (isToBeReplaced(name) || !/[?+|\\()[\]]/.test(name));
}
