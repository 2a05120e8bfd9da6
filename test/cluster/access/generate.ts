import type { Random } from '../../fuzz/random';
import type { RbacObject, RbacSubjectObject } from './rbac-set';

const GROUP = 'rbac.authorization.k8s.io';
const NAMESPACES = ['shop', 'build'];
const NAMES = ['one', 'two', 'three'];
/** Resources with their groups: those that capabilities are about, some near them, and patterns. */
const RESOURCES: readonly (readonly [group: string, resource: string])[] = [
  ...['pods', 'pods/exec', 'pods/ephemeralcontainers', 'secrets', 'configmaps', 'nodes/proxy', 'users', 'groups'].map(
    (resource) => ['', resource] as const,
  ),
  ...['*', 'pods/*', '*/exec', '*/*', 'serviceaccounts/token', 'serviceaccounts', 'replicationcontrollers'].map(
    (resource) => ['', resource] as const,
  ),
  ...['deployments', 'deployments/scale', '*', '*/scale'].map((resource) => ['apps', resource] as const),
  ...['jobs', 'cronjobs', 'jobs/status'].map((resource) => ['batch', resource] as const),
  ...['roles', 'clusterroles', '*'].map((resource) => [GROUP, resource] as const),
  ['admissionregistration.k8s.io', 'validatingwebhookconfigurations'],
  ['admissionregistration.k8s.io', 'validatingadmissionpolicies'],
  ['authentication.k8s.io', 'uids'],
  ['certificates.k8s.io', 'certificatesigningrequests/approval'],
  ['*', '*'],
  ['*', 'pods'],
];
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'];
const SPECIAL_VERBS = ['impersonate', 'bind', 'escalate', 'approve', 'use'];

/**
 * What a generated set may have. Of each, the server is asked only once we say the same as it: see `NOT_YET`.
 */
export type RbacKind =
  | 'names'
  | 'names that are patterns'
  | 'user-facing roles'
  | 'system roles'
  | 'aggregation'
  | 'aggregation of built-in roles'
  | 'broad groups'
  | 'rights on the cluster by a RoleBinding';

/** Objects of RBAC with all that the kinds allow. */
export function generateRbac(random: Random, has: (kind: RbacKind) => boolean): RbacObject[] {
  const some = (kind: RbacKind, times: number): boolean => has(kind) && random.once(times);
  const namespaces = NAMESPACES.slice(0, random.between(1, 2));
  const label = { 'example.com/part-of': `${random.below(1e9)}` };

  const rule = (): object => {
    const [group, resource] = random.pick(RESOURCES);
    const more = random.once(3) ? [random.pick(RESOURCES)[1]] : [];
    const names = some('names', 4) ? ['web', random.pick(['db', 'web'])] : [];
    const patterns = some('names that are patterns', 8) ? [random.pick(['*', ''])] : [];
    return {
      apiGroups: random.once(8) ? [group, random.pick(['', 'apps'])] : [group],
      resources: [resource, ...more],
      verbs: random.several(random.between(1, 3), () => random.pick(random.once(4) ? SPECIAL_VERBS : VERBS)),
      ...(names.length + patterns.length > 0 && { resourceNames: [...names, ...patterns] }),
    };
  };
  const roles = NAMES.slice(0, random.between(1, 3)).map((name): RbacObject => {
    const isOfCluster = random.once(2);
    const isAggregating = isOfCluster && some('aggregation', 3);
    const matchLabels = some('aggregation of built-in roles', 2)
      ? { [`rbac.authorization.k8s.io/aggregate-to-${random.pick(['admin', 'edit', 'view'])}`]: 'true' }
      : label;
    return {
      apiVersion: `${GROUP}/v1`,
      kind: isOfCluster ? 'ClusterRole' : 'Role',
      metadata: {
        name,
        ...(isOfCluster
          ? has('aggregation') && random.once(2) && { labels: label }
          : { namespace: random.pick(namespaces) }),
      },
      rules: isAggregating ? [] : (random.several(random.between(1, 3), rule) as RbacObject['rules'] & object),
      ...(isAggregating && { aggregationRule: { clusterRoleSelectors: [{ matchLabels }] } }),
    };
  });
  const subject = (): RbacSubjectObject => {
    const accounts = {
      kind: 'ServiceAccount',
      name: random.pick(['ci', 'default']),
      namespace: random.pick(namespaces),
    };
    if (some('broad groups', 3)) return group(random.pick(['system:authenticated', 'system:serviceaccounts']));
    if (random.once(5)) return group(`system:serviceaccounts:${random.pick(namespaces)}`);
    if (random.once(4)) return group('team');
    return random.once(3) ? { apiGroup: GROUP, kind: 'User', name: 'alice' } : accounts;
  };
  const bindings = random.several(random.between(1, 4), (): RbacObject => {
    const isOfCluster = random.once(2);
    const namespace = random.pick(namespaces);
    const builtIn = [
      ...(some('user-facing roles', 4) ? [random.pick(['edit', 'admin', 'view', 'cluster-admin'])] : []),
      ...(some('system roles', 4) ? [random.pick(SYSTEM_ROLES)] : []),
    ];
    const named = roles.filter(
      ({ kind, metadata }) => kind === 'ClusterRole' || (!isOfCluster && metadata.namespace === namespace),
    );
    const own = named.map(({ kind, metadata: { name } }) => ({ kind, name }));
    const ofCluster = builtIn.map((name) => ({ kind: 'ClusterRole', name }));
    const role = random.pick(
      ofCluster.length > 0 || own.length === 0 ? [...ofCluster, { kind: 'ClusterRole', name: 'none' }] : own,
    );
    return {
      apiVersion: `${GROUP}/v1`,
      kind: isOfCluster ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: { name: `b-${random.below(1e9)}`, ...(!isOfCluster && { namespace }) },
      roleRef: { apiGroup: GROUP, ...role },
      subjects: random.several(random.between(1, 2), subject),
    };
  });
  return [...roles, ...bindings];
}

const SYSTEM_ROLES = [
  'system:aggregate-to-edit',
  'system:kubelet-api-admin',
  'system:kube-controller-manager',
  'system:node',
  'system:controller:deployment-controller',
];

function group(name: string): RbacSubjectObject {
  return { apiGroup: GROUP, kind: 'Group', name };
}
