import { ManifestFile } from '../../../server/src/manifest/file';
import { CAPABILITIES } from '../../../server/src/rules/access/capabilities';
import { NEWEST_KUBERNETES_MINOR } from '../../../server/src/rules/kubernetes-version';
import { type AccessGraph, allowsAny, type Grant } from '../../../server/src/workspace/access-graph';
import type { ApiRequest as Action } from '../../../server/src/workspace/policy-rule';
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
  /** The right is on objects of the cluster, and we say so because of bindings in namespaces alone. */
  readonly isByRoleBinding: boolean;
  /** The server is asked about all objects, and about each that a role names: one that is allowed is enough. */
  readonly asked: readonly AccessQuestion[];
}

/** Every action that a capability of `access` is made of, once. */
const ACTIONS = [
  ...new Map(
    CAPABILITIES.flatMap(({ actions }) => actions(NEWEST_KUBERNETES_MINOR)).map((action) => [keyOf(action), action]),
  ).values(),
];
/** Words for impersonation, which are no resources of an API. */
const IMPERSONATED: Readonly<Record<string, boolean>> = {
  '/users': false,
  '/groups': false,
  'authentication.k8s.io/uids': false,
  'authentication.k8s.io/userextras': false,
};

/** All questions about a set: each subject of its bindings, each action, each namespace. */
export async function questionsAbout(server: ApiServer, set: RbacSet): Promise<Question[]> {
  const index = new WorkspaceIndex();
  index.update('file:///rbac.yaml', ManifestFile.read(set.text));
  const subjects = new Map(
    index.access.grants.flatMap(({ binding }) => binding.subjects).map((one) => [JSON.stringify(one), one]),
  );
  const names = [
    ...new Set(set.objects.flatMap(({ rules = [] }) => rules.flatMap((rule) => rule.resourceNames ?? []))),
  ];
  const questions: Question[] = [];
  for (const action of ACTIONS) {
    const isInNamespace = IMPERSONATED[`${action.group}/${action.resource}`] ?? (await scopeOf(server, action));
    if (isInNamespace === undefined) continue;
    for (const namespace of isInNamespace ? [...set.namespaces, 'kube-public'] : [undefined]) {
      for (const subject of subjects.values()) {
        const grants = grantsOf(index.access, subject, action, namespace);
        const ours = grants.length > 0;
        const isByRoleBinding = ours && namespace === undefined && !grants.some(isOfCluster);
        const asked = [undefined, ...(hasName(action) ? names : [])].map((name) =>
          toServer(subject, action, namespace, name),
        );
        questions.push({ set: set.name, subject, action, namespace, ours, isByRoleBinding, asked });
      }
    }
  }
  return questions;
}

function keyOf({ verb, group, resource }: Action): string {
  return `${verb} ${group}/${resource}`;
}

/** A request for a new object, or for all objects, names none. */
function hasName({ verb, resource }: Action): boolean {
  return verb === 'create' ? resource.includes('/') : verb !== 'deletecollection';
}

/** Policies of engines are not known to a server without them. */
async function scopeOf(server: ApiServer, { group, resource }: Action): Promise<boolean | undefined> {
  return isNamespaced(server, group === '' ? 'v1' : `${group}/v1`, resource);
}

function grantsOf(access: AccessGraph, subject: RbacSubject, action: Action, namespace?: string): Grant[] {
  const isSame = (other: RbacSubject): boolean => JSON.stringify(other) === JSON.stringify(subject);
  const grants =
    subject.kind === 'ServiceAccount'
      ? access.grantsTo(subject)
      : access.grants.filter(({ binding }) => binding.subjects.some(isSame));
  return grants.filter((grant) => {
    const isThere = isOfCluster(grant) || namespace === undefined || grant.binding.namespace === namespace;
    return isThere && allowsAny(grant.rules, [action]);
  });
}

function isOfCluster({ binding }: Grant): boolean {
  return binding.kind === 'ClusterRoleBinding';
}

function toServer(subject: RbacSubject, action: Action, namespace?: string, name?: string): AccessQuestion {
  const { verb, group } = action;
  const [resource = '', subresource] = action.resource.split('/');
  return {
    ...userOf(subject),
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
  if (kind === 'User') return { user: name };
  if (kind === 'Group') return { user: 'somebody', groups: [name] };
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return { user: `system:serviceaccount:${namespace}:${name}`, groups };
}
