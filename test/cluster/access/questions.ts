import { ManifestFile } from '../../../server/src/manifest/file';
import { capabilitiesIn } from '../../../server/src/rules/access/capabilities';
import { NEWEST_KUBERNETES_MINOR } from '../../../server/src/rules/kubernetes-version';
import {
  type ApiRequest as Action,
  ANY_SUBRESOURCE,
  ANY_VERB_AFTER,
  isCreation,
  type Objects,
} from '../../../server/src/workspace/policy-rule';
import type { RbacSubject } from '../../../server/src/workspace/rbac';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import { isNamespaced } from '../api/resources';
import type { AccessQuestion, ApiServer } from '../api/types';
import type { RbacSet } from './rbac-set';

/** Whether a subject may do something in a namespace, or to an object of the cluster. */
export interface Question {
  readonly set: string;
  readonly subject: RbacSubject;
  readonly action: Action;
  readonly namespace: string | undefined;
  readonly ours: boolean;
  /**
   * Requests that this action could be, on all objects and on each that a role names. It is enough if all of one of the lists are
   * allowed: to apply an object that is not there, it takes two.
   */
  readonly asked: readonly (readonly AccessQuestion[])[];
}

/** Every action that a capability of `access` is made of, once. */
const ACTIONS = [
  ...new Map(
    capabilitiesIn(NEWEST_KUBERNETES_MINOR)
      .flatMap(({ recipes }) => recipes.flat(2))
      .map((action) => [keyOf(action), action]),
  ).values(),
];
/** Whether requests are in a namespace, for words that are no resources of an API, and for namespaces themselves. */
const IN_NAMESPACE: Readonly<Record<string, boolean>> = {
  '/users': false,
  '/namespaces': true,
  '/namespaces/status': true,
  '/namespaces/finalize': true,
  'authentication.k8s.io/users': false,
  'authentication.k8s.io/nodes': false,
  'authentication.k8s.io/serviceaccounts': true,
  'certificates.k8s.io/signers': false,
};
type Request = Omit<AccessQuestion, 'user' | 'groups'>;

/** An object that no role names. */
const ANOTHER = 'another';

/** All questions about a set: each subject of its bindings, each action, each namespace. */
export async function questionsAbout(server: ApiServer, set: RbacSet): Promise<Question[]> {
  const index = new WorkspaceIndex();
  index.update('file:///rbac.yaml', ManifestFile.read(set.text));
  const subjects = new Map(
    index.access.grants.flatMap(({ binding }) => binding.subjects).map((one) => [JSON.stringify(one), one]),
  );
  const questions: Question[] = [];
  for (const action of ACTIONS) {
    const isInNamespace = await scopeOf(server, action);
    if (isInNamespace === undefined) continue;
    for (const namespace of isInNamespace ? [...set.namespaces, 'kube-public'] : [undefined]) {
      for (const subject of subjects.values()) {
        const ours = isOurs(index.access.rightsOf(subject, namespace).objectsOf(action), action, namespace);
        const asked = requestsOf(action, set, namespace).map((all) => {
          return all.map((one) => ({ ...userOf(subject), ...one }));
        });
        questions.push({ set: set.name, subject, action, namespace, ours, asked });
      }
    }
  }
  return questions;
}

function keyOf({ verb, group, resource }: Action): string {
  return `${verb} ${group}/${resource}`;
}

/** What is in no namespace by our word, the server has to say, too. Policies of engines are not known to a server without them. */
async function scopeOf(server: ApiServer, action: Action): Promise<boolean | undefined> {
  const { group, resource, isClusterScoped } = action;
  if (resource === ANY_SUBRESOURCE) return true;
  const isInNamespace =
    IN_NAMESPACE[`${group}/${resource}`] ?? (await isNamespaced(server, group === '' ? 'v1' : `${group}/v1`, resource));
  if (isInNamespace !== undefined && isInNamespace === (isClusterScoped ?? false) && !isBind(action))
    throw new Error(`The server has another scope for ${group}/${resource}.`);
  return isBind(action) ? !isClusterScoped : isInNamespace;
}

/** To bind a role is asked for in the namespace of the binding, whatever role it is. */
function isBind({ verb }: Action): boolean {
  return verb === 'bind';
}

function isOurs(objects: Objects, { resource }: Action, namespace?: string): boolean {
  if (objects === 'all' || !resource.startsWith('namespaces')) return objects.length > 0;
  return namespace !== undefined && objects.includes(namespace);
}

/** The requests that an action could be. */
function requestsOf(action: Action, set: RbacSet, namespace?: string): Request[][] {
  if (action.resource === ANY_SUBRESOURCE) return requestsOnAny(action, set, namespace).map((one) => [one]);
  return namesFor(action, set, namespace).map((name) => {
    const request = requestFor(action, namespace, name);
    // Server-side apply creates an object by its name, for which it needs both.
    const own = isCreation(action) && name !== undefined ? [request, { ...request, verb: 'patch' }] : [request];
    return action.besides === undefined ? own : [...own, { ...request, verb: action.besides }];
  });
}

function namesFor({ verb, resource, names }: Action, set: RbacSet, namespace?: string): (string | undefined)[] {
  if (names) return [...names];
  if (resource.startsWith('namespaces')) return [namespace];
  if (verb === 'deletecollection') return [undefined];
  const written = set.objects.flatMap(({ rules = [] }) => rules.flatMap((rule) => rule.resourceNames ?? []));
  const known = [...new Set(written)].filter((name) => name !== '' && !name.includes('*'));
  // An object that is created has a name only where it is applied.
  const isWithoutName = verb === 'list' || verb === 'watch' || isCreation({ verb, resource });
  return [isWithoutName ? undefined : ANOTHER, ...known];
}

/** Constrained impersonation is for any request: those of the verbs, and on the resources and names, that roles of the set write. */
function requestsOnAny({ verb }: Action, set: RbacSet, namespace?: string): Request[] {
  const prefix = verb.slice(0, 1 - ANY_VERB_AFTER.length);
  const rules = set.objects.flatMap(({ rules = [] }) => rules);
  const verbs = rules.flatMap((rule) => (rule.verbs ?? []).filter((word) => word.startsWith(prefix)));
  const requests = rules.flatMap(({ apiGroups = [], resources = [], resourceNames = [ANOTHER] }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((word) =>
        [`${prefix}get`, ...verbs.filter((one) => !one.endsWith('*'))].flatMap((asked) => {
          const resource = word === '*' ? 'pods' : word.replace(/^\*\//, 'pods/');
          const names = resourceNames.filter((name) => !name.includes('*'));
          return names.map((name) =>
            requestFor({ group: group === '*' ? '' : group, resource, verb: asked }, namespace, name),
          );
        }),
      ),
    ),
  );
  // Roles that the set does not write allow it on pods or on nodes (`system:kubelet-api-admin`), if at all.
  const others = ['pods', 'nodes/proxy'].map((resource) =>
    requestFor({ group: '', resource, verb: `${prefix}get` }, namespace, ANOTHER),
  );
  return [...new Map([...others, ...requests].map((one) => [JSON.stringify(one), one])).values()];
}

function requestFor({ verb, group, resource: word }: Action, namespace?: string, name?: string): Request {
  const [resource = '', subresource] = word.split('/');
  return {
    verb,
    group,
    resource,
    ...(subresource !== undefined && { subresource }),
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  };
}

/** As whom the server is asked. A service account is in groups (Authenticating, "Service account tokens"). */
function userOf({ kind, name, namespace = '' }: RbacSubject): Pick<AccessQuestion, 'user' | 'groups'> {
  if (kind === 'User') return { user: name, groups: ['system:authenticated'] };
  if (kind === 'Group') return { user: 'somebody', groups: [name, 'system:authenticated'] };
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return { user: `system:serviceaccount:${namespace}:${name}`, groups };
}
