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
  ...['uids', 'users', 'serviceaccounts', 'nodes'].map((resource) => ['authentication.k8s.io', resource] as const),
  ...['namespaces', 'namespaces/status'].map((resource) => ['', resource] as const),
  ['certificates.k8s.io', 'signers'],
  ['certificates.k8s.io', 'certificatesigningrequests'],
  ['certificates.k8s.io', 'certificatesigningrequests/approval'],
  ['*', '*'],
  ['*', 'pods'],
];
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'];
const SPECIAL_VERBS = [
  ...['impersonate', 'bind', 'escalate', 'approve', 'use'],
  ...[
    'impersonate:user-info',
    'impersonate:serviceaccount',
    'impersonate:arbitrary-node',
    'impersonate:associated-node',
  ],
  ...['impersonate-on:user-info:list', 'impersonate-on:serviceaccount:create', 'impersonate-on:user-info:*'],
];

/**
 * Objects of RBAC.
 * @param isBroad whether roles are bound to everybody or change built-in roles, too, so that the set has to be in force alone
 */
export function generateRbac(random: Random, isBroad: boolean): RbacObject[] {
  const namespaces = NAMESPACES.slice(0, random.between(1, 2));
  const label = { 'example.com/part-of': `${random.below(1e9)}` };
  const isAny = random.once(20);

  const rule = (): object => {
    const [group, resource] = random.pick(RESOURCES);
    const more = random.once(3) ? [random.pick(RESOURCES)[1]] : [];
    const names = random.once(4) ? ['web', random.pick(['db', 'web'])] : [];
    const patterns = random.once(8) ? [random.pick(['*', '', 'kubernetes.io/*'])] : [];
    return {
      apiGroups: random.once(8) ? [group, random.pick(['', 'apps'])] : [group],
      resources: [resource, ...more],
      verbs: random.several(random.between(1, 3), () => random.pick(random.once(4) ? SPECIAL_VERBS : VERBS)),
      ...(names.length + patterns.length > 0 && { resourceNames: [...names, ...patterns] }),
    };
  };
  const roles = NAMES.slice(0, random.between(1, 3)).map((name): RbacObject => {
    const isOfCluster = random.once(2);
    const isAggregating = isOfCluster && random.once(3);
    const matchLabels = random.once(2) ? aggregatedTo(random.pick(TO)) : label;
    return {
      apiVersion: `${GROUP}/v1`,
      kind: isOfCluster ? 'ClusterRole' : 'Role',
      metadata: {
        name,
        ...(isOfCluster
          ? random.once(2) && { labels: isBroad && random.once(2) ? aggregatedTo(random.pick(TO)) : label }
          : { namespace: random.pick(namespaces) }),
      },
      rules: isAggregating ? [] : (random.several(random.between(1, 3), rule) as RbacObject['rules'] & object),
      ...(isAggregating && { aggregationRule: { clusterRoleSelectors: [isAny ? {} : { matchLabels }] } }),
    };
  });
  const subject = (): RbacSubjectObject => {
    const accounts = {
      kind: 'ServiceAccount',
      name: random.pick(['ci', 'default']),
      namespace: random.pick(namespaces),
    };
    if (isBroad && random.once(3)) return group(random.pick(['system:authenticated', 'system:serviceaccounts']));
    if (random.once(5)) return group(`system:serviceaccounts:${random.pick(namespaces)}`);
    if (random.once(4)) return group('team');
    return random.once(3) ? { apiGroup: GROUP, kind: 'User', name: 'alice' } : accounts;
  };
  const bindings = random.several(random.between(1, 4), (): RbacObject => {
    const isOfCluster = random.once(2);
    const namespace = random.pick(namespaces);
    const builtIn = [
      ...(random.once(4) ? [random.pick(['edit', 'admin', 'view', 'cluster-admin'])] : []),
      ...(random.once(4) ? [random.pick(SYSTEM_ROLES)] : []),
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

const TO = ['admin', 'edit', 'view'];
const SYSTEM_ROLES = [
  'system:aggregate-to-edit',
  'system:kubelet-api-admin',
  'system:kube-controller-manager',
  'system:node',
  'system:controller:deployment-controller',
];

/** The label of roles that the API server's own roles aggregate. */
function aggregatedTo(role: string): Record<string, string> {
  return { [`rbac.authorization.k8s.io/aggregate-to-${role}`]: 'true' };
}

function group(name: string): RbacSubjectObject {
  return { apiGroup: GROUP, kind: 'Group', name };
}
