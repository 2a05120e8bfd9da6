import type { PolicyRule } from './policy-rule';

const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const READ = ['get', 'list', 'watch'];

const rule = (apiGroup: string, resources: string[], verbs: string[]): PolicyRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
  resourceNames: [],
});

/** The rules of `edit` that matter here, as in the bootstrap policy of the API server. */
const EDIT: readonly PolicyRule[] = [
  rule('', ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets'], READ),
  rule('', ['pods', 'pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy'], WRITE),
  rule('', ['replicationcontrollers', 'secrets'], WRITE),
  rule('', ['serviceaccounts'], ['impersonate']),
  rule('', ['serviceaccounts/token'], ['create']),
  rule('apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], WRITE),
  rule('batch', ['cronjobs', 'jobs'], WRITE),
];

/** The ClusterRoles for users that every cluster has (Using RBAC Authorization, "User-facing roles"). */
export const BUILT_IN_ROLES: ReadonlyMap<string, readonly PolicyRule[]> = new Map([
  ['cluster-admin', [rule('*', ['*'], ['*'])]],
  ['admin', EDIT],
  ['edit', EDIT],
]);
