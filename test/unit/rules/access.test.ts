import { describe, expect, it } from 'vitest';
import { analyse, see } from '../analyse';
import { IMAGE } from '../manifests';

const RBAC = 'apiVersion: rbac.authorization.k8s.io/v1\n';

/** A role with one entry. */
function role(entry: string, { kind = 'Role', name = 'r', metadata = 'namespace: shop' } = {}): string {
  return `${RBAC}kind: ${kind}
metadata:
  name: ${name}
  ${metadata}
rules:
  - ${entry}
`;
}

function binding(
  subject: string,
  { kind = 'RoleBinding', to = 'Role', name = 'r', metadata = 'namespace: shop' } = {},
): string {
  return `${RBAC}kind: ${kind}
metadata:
  name: b
  ${metadata}
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${to}, name: ${name} }
subjects:
  - ${subject}
`;
}

function podAs(account: string, spec = '', namespace = 'namespace: shop'): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
  ${namespace}
spec:
  ${account}
${spec.replace(/^(?=.)/gm, '  ')}  containers:
    - { name: web, image: "${IMAGE}" }
`;
}

const entry = (group: string, resource: string, verbs: string, more = ''): string =>
  `{ apiGroups: ["${group}"], resources: [${resource}], verbs: [${verbs}]${more} }`;
const found = (text: string, rule: string, kubernetesMinor?: number): string[] =>
  see(text, rule, kubernetesMinor === undefined ? {} : { kubernetesMinor }).map(
    ({ severity, text: words }) => `${severity} ${words}`,
  );
const ACCOUNT = '{ kind: ServiceAccount, name: ci, namespace: ci }';
const CLUSTER = { kind: 'ClusterRole', metadata: 'labels: {}' };
const CLUSTER_BINDING = { kind: 'ClusterRoleBinding', to: 'ClusterRole', metadata: 'labels: {}' };

describe('can-inject-sidecar', () => {
  it.each([
    ['pods', entry('', 'pods', 'create'), 'pods'],
    ['a workload', entry('apps', 'deployments', 'patch'), 'deployments'],
    ['a Job', entry('batch', 'cronjobs', 'update'), 'cronjobs'],
    ['ephemeral containers', entry('', 'pods/ephemeralcontainers', 'patch'), 'pods/ephemeralcontainers'],
    ['every group', entry('*', 'statefulsets', 'create'), 'statefulsets'],
    ['every verb', entry('apps', 'daemonsets', '"*"'), 'daemonsets'],
    ['every resource', entry('apps', '"*"', 'patch'), '"*"'],
    ['a subresource of all', entry('', '"*/ephemeralcontainers"', 'patch'), '"*/ephemeralcontainers"'],
    ['the second of several', entry('apps', 'controllerrevisions, replicasets', 'get, update'), 'replicasets'],
  ])('a role for %s', (_, text, words) => {
    expect(found(role(text), 'can-inject-sidecar')).toEqual([`information ${words}`]);
  });

  it.each([
    ['reading', entry('apps', 'deployments', 'get, list, watch, delete')],
    ['another group', entry('example.com', 'deployments', 'create')],
    ['scaling', entry('apps', 'deployments/scale', 'update, patch')],
    ['logs', entry('', 'pods/log', 'get')],
    ['creating what must already be named', entry('', 'pods', 'create', ', resourceNames: [web]')],
    ['what RBAC has no pattern for', entry('', '"pods/*"', 'create, patch')],
  ])('leaves alone a role for %s', (_, text) => {
    expect(found(role(text), 'can-inject-sidecar')).toEqual([]);
  });

  const text = entry('apps', 'deployments', 'patch');

  it('is at the binding, and worse the farther it reaches', () => {
    const bound = (subjects: string, options: object = {}): string[] =>
      found(`${role(text, CLUSTER)}---\n${binding(subjects, { to: 'ClusterRole', ...options })}`, 'can-inject-sidecar');
    const team = '{ kind: Group, name: devs }';
    expect(found(`${role(text)}---\n${binding(ACCOUNT)}`, 'can-inject-sidecar')).toEqual(['information r']);
    expect(bound(ACCOUNT)).toEqual(['information r']);
    expect(bound(team)).toEqual(['information r']);
    // A controller has a role of its own.
    expect(bound(ACCOUNT, CLUSTER_BINDING)).toEqual(['information r']);
    expect(bound(team, CLUSTER_BINDING)).toEqual(['warning r']);
    expect(bound(`${ACCOUNT}\n  - { kind: ServiceAccount, name: cd, namespace: ci }`, CLUSTER_BINDING)).toEqual([
      'warning r',
    ]);
    expect(bound('{ kind: ServiceAccount, name: default, namespace: ci }', CLUSTER_BINDING)).toEqual(['warning r']);
    expect(bound('{ kind: Group, name: "system:authenticated" }')).toEqual(['error r']);
    expect(bound('{ kind: Group, name: "system:masters" }', CLUSTER_BINDING)).toEqual([]);
    // Bound in another namespace than that of the role, which has no effect then.
    expect(
      found(`${role(text)}---\n${binding(ACCOUNT, { metadata: 'namespace: other' })}`, 'can-inject-sidecar'),
    ).toEqual(['information deployments']);
  });

  it('counts for less where the objects are named', () => {
    const named = entry('apps', 'deployments', 'patch', ', resourceNames: [web]');
    const team = binding('{ kind: Group, name: devs }', CLUSTER_BINDING);
    expect(found(`${role(named, CLUSTER)}---\n${team}`, 'can-inject-sidecar')).toEqual(['information r']);
  });

  it('says who can inject where, and relates the role and the pods', () => {
    const pods = podAs('serviceAccountName: ci', '', 'namespace: ci');
    const { findings } = analyse(`${role(text)}---\n${binding(ACCOUNT)}---\n${pods}`);
    const finding = findings.find(({ rule }) => rule.id === 'can-inject-sidecar');
    expect(finding?.message).toContain('ServiceAccount ci/ci in the namespace "shop" can patch deployments');
    expect(finding?.related?.map(({ message, document }) => [message, document?.resources[0]?.kind])).toEqual([
      ['Role "r".', 'Role'],
      ['The pods of Pod "web" use this service account.', 'Pod'],
    ]);
  });

  it('follows aggregation, to built-in roles, too', () => {
    const part = role(text, { kind: 'ClusterRole', name: 'part', metadata: 'labels: { team: "yes" }' });
    const whole = `${RBAC}kind: ClusterRole
metadata: { name: r }
aggregationRule:
  clusterRoleSelectors:
    - matchExpressions: [{ key: team, operator: Exists }]
`;
    expect(found(`${part}---\n${whole}---\n${binding(ACCOUNT, CLUSTER_BINDING)}`, 'can-inject-sidecar')).toEqual([
      'information r',
    ]);
    const toView = role(text, {
      kind: 'ClusterRole',
      name: 'part',
      metadata: 'labels: { rbac.authorization.k8s.io/aggregate-to-view: "true" }',
    });
    expect(
      found(`${toView}---\n${binding(ACCOUNT, { to: 'ClusterRole', name: 'view' })}`, 'can-inject-sidecar'),
    ).toEqual(['information view']);
  });

  it.each([
    ['cluster-admin', 'warning', 'information'],
    ['admin', 'information', 'information'],
    ['edit', 'information', 'information'],
  ])('knows the built-in role %s, at its binding', (name, everywhere, here) => {
    expect(found(binding(ACCOUNT, { ...CLUSTER_BINDING, name }), 'can-inject-sidecar')).toEqual([
      `${everywhere} ${name}`,
    ]);
    expect(found(binding(ACCOUNT, { to: 'ClusterRole', name }), 'can-inject-sidecar')).toEqual([`${here} ${name}`]);
  });

  it('says nothing of view, nor of roles that are not in the workspace', () => {
    expect(found(binding(ACCOUNT, { to: 'ClusterRole', name: 'view' }), 'can-inject-sidecar')).toEqual([]);
    expect(found(binding(ACCOUNT, { to: 'Role', name: 'edit' }), 'can-inject-sidecar')).toEqual([]);
  });

  it('has one finding for each entry of a role', () => {
    const two = `${role(entry('', 'pods', 'create'))}  - ${entry('apps', 'deployments', 'create')}\n`;
    expect(found(two, 'can-inject-sidecar')).toHaveLength(2);
  });
});

describe('can-exec', () => {
  it.each([
    ['pods/exec', entry('', 'pods/exec', 'create'), ['warning pods/exec'], 37],
    ['pods/attach', entry('', 'pods/attach', 'create'), ['warning pods/attach'], 37],
    ['pods/portforward', entry('', 'pods/portforward', 'create'), ['warning pods/portforward'], 37],
    ['get before 1.35', entry('', 'pods/exec', 'get'), ['warning pods/exec'], 34],
    ['get from 1.35 on', entry('', 'pods/exec', 'get'), [], 35],
    ["a node's proxy, which is in no namespace", entry('', 'nodes/proxy', 'get'), [], 37],
    ['the subresource of all', entry('', '"*/exec"', 'create'), ['warning "*/exec"'], 37],
    ['single pods', entry('', 'pods/exec', 'create', ', resourceNames: [web-0]'), ['warning pods/exec'], 37],
    ['logs', entry('', 'pods/log', 'get, create'), [], 37],
    ['pods', entry('', 'pods', 'create, get'), [], 37],
  ])('%s', (_, text, expected, minor) => {
    expect(found(role(text), 'can-exec', minor)).toEqual(expected);
  });

  it("finds a node's proxy where it could be bound in the whole cluster", () => {
    const proxy = role(entry('', 'nodes/proxy', 'get'), CLUSTER);
    expect(found(proxy, 'can-exec')).toEqual(['warning nodes/proxy']);
    expect(found(`${proxy}---\n${binding(ACCOUNT, { to: 'ClusterRole' })}`, 'can-exec')).toEqual([]);
  });

  it('leaves alone what a program is there for', () => {
    const text = `${role(entry('', 'pods/exec', 'create'))}---\n${binding(ACCOUNT)}---\n`;
    const runner = podAs('serviceAccountName: ci', '', 'namespace: ci');
    expect(found(text + runner, 'can-exec')).toEqual(['warning pods/exec']);
    expect(found(text + runner.replace(IMAGE, 'docker.io/gitlab/gitlab-runner:v18.1.0'), 'can-exec')).toEqual([]);
  });
});

describe('can-write-webhooks', () => {
  const webhooks = 'mutatingwebhookconfigurations';
  it.each([
    ['webhooks', entry('admissionregistration.k8s.io', webhooks, 'patch'), [`warning ${webhooks}`]],
    [
      'policies',
      entry('admissionregistration.k8s.io', 'validatingadmissionpolicybindings', 'delete'),
      ['warning validatingadmissionpolicybindings'],
    ],
    ['Kyverno', entry('kyverno.io', 'clusterpolicies', 'update'), ['warning clusterpolicies']],
    [
      'constraints',
      entry('constraints.gatekeeper.sh', 'k8sallowedrepos', 'deletecollection'),
      ['warning k8sallowedrepos'],
    ],
    ['labels of namespaces', entry('', 'namespaces', 'patch'), ['information namespaces']],
    [
      'its own',
      entry('admissionregistration.k8s.io', webhooks, 'patch', ', resourceNames: [mine]'),
      [`information ${webhooks}`],
    ],
    ['reading', entry('admissionregistration.k8s.io', webhooks, 'get, list, watch'), []],
    ['what Kubernetes has, in all groups', entry('*', 'pods, deployments', 'create, delete'), []],
    ['constraints, in all groups', entry('*', 'pods, k8sallowedrepos', 'delete'), ['warning k8sallowedrepos']],
  ])('%s', (_, text, expected) => {
    expect(found(role(text, CLUSTER), 'can-write-webhooks')).toEqual(expected);
  });

  it('is an error where others than controllers have it in the whole cluster', () => {
    const text = role(entry('admissionregistration.k8s.io', webhooks, 'patch'), CLUSTER);
    const check = (...more: string[]): string[] => found([text, ...more].join('---\n'), 'can-write-webhooks');
    expect(check(binding('{ kind: User, name: jane }', CLUSTER_BINDING))).toEqual([`error ${webhooks}`]);
    expect(check(binding(ACCOUNT, CLUSTER_BINDING))).toEqual([`error ${webhooks}`]);
    const controller = podAs('serviceAccountName: ci', '', 'namespace: ci');
    expect(check(binding(ACCOUNT, CLUSTER_BINDING), controller)).toEqual([`warning ${webhooks}`]);
    expect(check(binding(ACCOUNT, { to: 'ClusterRole' }))).toEqual([]);
  });
});

describe('reads-secrets', () => {
  it.each([
    ['list', entry('', 'secrets', 'list'), ['warning secrets']],
    // wildcard-rule says that it includes them.
    ['everything', entry('*', '"*"', 'get'), []],
    ['named ones', entry('', 'secrets', 'get', ', resourceNames: [tls]'), []],
    ['writing', entry('', 'secrets', 'create'), []],
  ])('%s', (_, text, expected) => {
    expect(found(role(text), 'reads-secrets')).toEqual(expected);
  });
});

describe('can-escalate', () => {
  const RBAC_GROUP = 'rbac.authorization.k8s.io';
  const CERTIFICATES = 'certificates.k8s.io';
  const approves = entry(CERTIFICATES, 'certificatesigningrequests/approval', 'update');
  const signs = entry(CERTIFICATES, 'signers', 'approve');
  const asks = entry(CERTIFICATES, 'certificatesigningrequests', 'create');
  const rules = (...entries: string[]): string[] => [entries.join('\n  - ')];
  it.each([
    [
      'escalate and writing roles',
      rules(entry(RBAC_GROUP, 'clusterroles', 'escalate, update')),
      ['warning clusterroles'],
    ],
    ['escalate alone', rules(entry(RBAC_GROUP, 'clusterroles', 'escalate, get')), []],
    [
      'bind and writing bindings',
      rules(entry(RBAC_GROUP, 'roles', 'bind'), entry(RBAC_GROUP, 'rolebindings', 'create')),
      ['warning roles'],
    ],
    [
      'binding a named role',
      rules(
        entry(RBAC_GROUP, 'roles', 'bind', ', resourceNames: [viewer]'),
        entry(RBAC_GROUP, 'rolebindings', 'create'),
      ),
      ['information roles'],
    ],
    ['bind alone', rules(entry(RBAC_GROUP, 'roles', 'bind')), []],
    ['making bindings, which the API server checks', rules(entry(RBAC_GROUP, 'rolebindings', 'create')), []],
    ['impersonating users', rules(entry('', 'users, groups', 'impersonate')), ['warning users']],
    ['impersonating groups alone', rules(entry('', 'groups', 'impersonate')), []],
    [
      'constrained impersonation',
      rules(
        entry('authentication.k8s.io', 'users', '"impersonate:user-info"'),
        entry('', 'pods', '"impersonate-on:user-info:create"'),
      ),
      ['warning users'],
    ],
    [
      'constrained impersonation for no action',
      rules(entry('authentication.k8s.io', 'users', '"impersonate:user-info"')),
      [],
    ],
    ['tokens', rules(entry('', 'serviceaccounts/token', 'create')), ['warning serviceaccounts/token']],
    ['Secrets that become tokens', rules(entry('', 'secrets', 'create, get')), ['information secrets']],
    ['Secrets that are not read', rules(entry('', 'secrets', 'create, update')), []],
    ['approving what it asks for', rules(approves, signs, asks), ['warning certificatesigningrequests/approval']],
    ['approving what others ask for', rules(approves, signs), ['information certificatesigningrequests/approval']],
    ['approving for no signer', rules(approves, asks), []],
    [
      'approving for a signer of no identities',
      rules(approves, asks, entry(CERTIFICATES, 'signers', 'approve', ', resourceNames: ["example.com/*"]')),
      [],
    ],
  ])('%s', (_, [text = ''], expected) => {
    expect(found(role(text, CLUSTER), 'can-escalate')).toEqual(expected);
  });

  it('adds up what one subject has by several bindings', () => {
    const bind = role(entry(RBAC_GROUP, 'roles', 'bind'), { name: 'bind' });
    const write = role(entry(RBAC_GROUP, 'rolebindings', 'create'), { name: 'write' });
    const both = (subject: string): string[] =>
      found(
        [bind, write, binding(ACCOUNT, { name: 'bind' }), binding(subject, { name: 'write' })].join('---\n'),
        'can-escalate',
      );
    expect(both(ACCOUNT)).toEqual(['warning roles']);
    expect(both('{ kind: Group, name: "system:serviceaccounts:ci" }')).toEqual(['warning roles']);
    expect(both('{ kind: User, name: jane }')).toEqual([]);
  });
});

describe('wildcard-rule', () => {
  it.each([
    ['verbs', entry('apps', 'deployments', '"*"'), ['warning "*"']],
    ['resources', entry('', '"*"', 'get'), ['warning "*"']],
    ["an operator's own group", entry('stable.example.com', '"*"', '"*"'), ['information "*"']],
    ['what RBAC has no pattern for', entry('', '"pods/*"', 'get'), ['warning "pods/*"']],
    ['a subresource of all', entry('apps', '"*/scale"', 'update'), []],
    ['names, which are no patterns', entry('', 'pods', 'patch', ', resourceNames: ["*"]'), ['warning "*"']],
    [
      'what is asked for as a pattern',
      entry('certificates.k8s.io', 'signers', 'sign', ', resourceNames: ["a.b/*"]'),
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(role(text), 'wildcard-rule')).toEqual(expected);
  });

  it.each([
    ['everything in every group, by its verbs', entry('*', '"*"', 'get, list, watch, create, update, patch, delete')],
    ['everything in the core group', entry('', '"*"', '"*"')],
    ['reading everything', entry('*', '"*"', 'get')],
  ])('is the only finding about an entry with %s, and says what that includes', (_, text) => {
    const seen = see(role(text, CLUSTER)).filter(({ severity }) => severity !== 'information');
    expect(seen.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['warning wildcard-rule']);
    expect(seen[0]?.message).toMatch(/: it can read Secrets(?: and|,) get into containers/);
  });

  it('says no more of an entry whose resources have none of that', () => {
    expect(see(role(entry('apps', '"*"', 'get'), CLUSTER), 'wildcard-rule')[0]?.message).not.toContain('it can');
  });

  it('is the only finding of a role that may do everything', () => {
    const everything = role(`${entry('*', '"*"', '"*"')}\n  - { nonResourceURLs: ["*"], verbs: ["*"] }`, CLUSTER);
    expect(see(everything).map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['warning wildcard-rule']);
  });
});

describe('binds-broad-subject', () => {
  const EVERYBODY = '{ kind: Group, name: "system:authenticated" }';
  const edit = (subject: string, options: object = {}): string[] =>
    found(binding(subject, { to: 'ClusterRole', name: 'edit', ...options }), 'binds-broad-subject');
  it.each([
    [EVERYBODY, ['error "system:authenticated"']],
    ['{ kind: Group, name: "system:serviceaccounts:shop" }', ['error "system:serviceaccounts:shop"']],
    ['{ kind: User, name: "system:anonymous" }', ['error "system:anonymous"']],
    ['{ kind: Group, name: "system:masters" }', ['information "system:masters"']],
    ['{ kind: ServiceAccount, name: default, namespace: shop }', ['warning default']],
    ['{ kind: User, name: "system:serviceaccount:shop:default" }', ['warning "system:serviceaccount:shop:default"']],
    ['{ kind: User, name: default }', []],
    ['{ kind: Group, name: "system:nodes" }', []],
    ['{ kind: User, name: jane }', []],
  ])('%s', (subject, expected) => {
    expect(edit(subject)).toEqual(expected);
  });

  it('is worse for the default account in the whole cluster', () => {
    const account = '{ kind: ServiceAccount, name: default, namespace: shop }';
    expect(edit(account, { kind: 'ClusterRoleBinding' })).toEqual(['error default']);
  });

  it.each([
    ['single objects that are published', 'configmaps', 'get', ', resourceNames: [cluster-info]', 'information'],
    ['reading', 'configmaps', 'get, list, watch', '', 'warning'],
    ['reading Secrets', 'secrets', 'list', '', 'error'],
    ['writing', 'configmaps', 'get, update', '', 'error'],
  ])('judges %s by what everybody gets', (_, resource, verbs, more, severity) => {
    const text = `${role(entry('', resource, verbs, more))}---\n${binding(EVERYBODY)}`;
    expect(found(text, 'binds-broad-subject')).toEqual([`${severity} "system:authenticated"`]);
  });

  it('warns about a role that is nowhere here', () => {
    expect(found(binding(EVERYBODY), 'binds-broad-subject')).toEqual(['warning "system:authenticated"']);
  });

  it('says nothing of what Kubernetes binds so itself', () => {
    const discovery = { to: 'ClusterRole', name: 'system:discovery' };
    expect(found(binding(EVERYBODY, { ...CLUSTER_BINDING, ...discovery }), 'binds-broad-subject')).toEqual([]);
    const admins = binding('{ kind: Group, name: "system:masters" }', { ...CLUSTER_BINDING, name: 'cluster-admin' });
    expect(see(admins).filter(({ severity }) => severity !== 'hint')).toEqual([]);
  });
});

describe('cluster-wide-binding', () => {
  const bound = (text: string, subject = ACCOUNT): string[] =>
    found(`${role(text, CLUSTER)}---\n${binding(subject, CLUSTER_BINDING)}`, 'cluster-wide-binding');

  it('is about accounts of one namespace and resources that namespaces have', () => {
    expect(bound(entry('', 'configmaps', 'get'))).toEqual(['information ClusterRoleBinding']);
    expect(bound(entry('', 'nodes', 'get'))).toEqual([]);
    expect(bound(entry('example.com', 'widgets', 'get'))).toEqual([]);
    expect(bound(entry('', '"*"', 'get'))).toEqual([]);
    expect(bound(entry('', 'configmaps', 'get'), '{ kind: Group, name: devs }')).toEqual([]);
  });
});

it.each([
  ['update, patch', 'Any image can replace those of running pods: ', 'Pod can change the images of running pods '],
  ['create', 'Any container can be added to pods: ', 'Pod can add containers to pods '],
  ['create, patch', 'Any container can be added to pods: ', 'Pod can add containers to pods '],
])('says what a role that can %s pods does to them', (verbs, ofBinding, ofPod) => {
  const account = '{ kind: ServiceAccount, name: web, namespace: shop }';
  const rights = role(`{ apiGroups: [""], resources: [pods], verbs: [${verbs}] }`);
  const text = `${podAs('serviceAccountName: web')}---\n${binding(account)}---\n${rights}`;
  const said = (rule: string): (string | undefined)[] => see(text, rule).map(({ message }) => message);
  expect(said('can-inject-sidecar')).toEqual([expect.stringMatching(`^${ofBinding}`)]);
  expect(said('workload-can-inject')).toEqual([expect.stringMatching(`^${ofPod}`)]);
});

describe('workload-can-inject', () => {
  const bound = binding('{ kind: ServiceAccount, name: web, namespace: shop }', { to: 'ClusterRole', name: 'edit' });
  const check = (pod: string, more = bound): string[] => found(`${pod}---\n${more}`, 'workload-can-inject');

  it('follows pod, account, binding and role', () => {
    expect(check(podAs('serviceAccountName: web'))).toEqual(['information web']);
    expect(check(podAs('serviceAccount: web'))).toEqual(['information web']);
    expect(check(podAs('serviceAccountName: other'))).toEqual([]);
    expect(check(podAs('serviceAccountName: web', '', 'namespace: other'))).toEqual([]);
    const user = bound.replace(
      'kind: ServiceAccount, name: web, namespace: shop',
      'kind: User, name: "system:serviceaccount:shop:web"',
    );
    expect(check(podAs('serviceAccountName: web'), user)).toEqual(['information web']);
  });

  it('needs an account and a namespace that are written', () => {
    expect(check(podAs('serviceAccountName: web', '', 'labels: {}'))).toEqual([]);
    const forDefault = bound.replace('name: web', 'name: default');
    expect(check(podAs('hostNetwork: false'), forDefault)).toEqual([]);
    expect(check(podAs('serviceAccountName: default'), forDefault)).toEqual(['information default']);
  });

  it('leaves what everybody has to the binding', () => {
    const everybody = binding('{ kind: Group, name: "system:serviceaccounts" }', { to: 'ClusterRole', name: 'edit' });
    expect(check(podAs('serviceAccountName: any'), everybody)).toEqual([]);
  });

  it('warns where others have the token, too', () => {
    const pod = podAs('serviceAccountName: web');
    const sidecar = (image: string, name: string): string[] =>
      check(`${pod}    - { name: ${name}, image: "${image}" }\n`);
    expect(sidecar(IMAGE, 'log-agent')).toEqual(['warning web']);
    // It asks the API server itself, and needs the token.
    expect(sidecar('quay.io/brancz/kube-rbac-proxy:v0.20.0', 'kube-rbac-proxy')).toEqual(['information web']);
    expect(check(`${pod}---\n${pod.replace('name: web', 'name: shop')}`)).toEqual(['warning web', 'warning web']);
    const elsewhere = pod.replace('name: web', 'name: shop').replace('namespace: shop', 'namespace: other');
    expect(check(`${pod}---\n${elsewhere}`)).toEqual(['information web']);
  });

  it('names the sidecar that can do so, too', () => {
    const pod = `${podAs('serviceAccountName: web')}    - { name: log-agent, image: "${IMAGE}" }\n`;
    const [finding] = see(`${pod}---\n${bound}`, 'workload-can-inject');
    expect(finding?.message).toContain('every container, including the sidecar "log-agent", gets the token');
  });

  it('needs the token in the pod', () => {
    const account = (more: string): string =>
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web, namespace: shop }\n${more}`;
    expect(check(podAs('serviceAccountName: web', 'automountServiceAccountToken: false\n'))).toEqual([]);
    const off = `${bound}---\n${account('automountServiceAccountToken: false\n')}`;
    expect(check(podAs('serviceAccountName: web'), off)).toEqual([]);
    expect(check(podAs('serviceAccountName: web', 'automountServiceAccountToken: true\n'), off)).toEqual([
      'information web',
    ]);
    const projected =
      'automountServiceAccountToken: false\nvolumes: [{ name: t, projected: { sources: [{ serviceAccountToken: { path: token } }] } }]\n';
    expect(check(podAs('serviceAccountName: web', projected))).toEqual(['information web']);
  });
});

describe('mutating webhooks', () => {
  const webhook = (more: string, annotations = '{}'): string =>
    `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata:
  name: w
  annotations: ${annotations}
webhooks:
  - name: w.example.com
${more.replace(/^(?=.)/gm, '    ')}`;
  const PODS = 'rules: [{ operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods] }]\n';
  const SERVICE = 'clientConfig: { service: { name: w, namespace: w }, caBundle: eA== }\n';

  it.each([
    ['no selector', PODS, ['warning w.example.com']],
    ['an empty selector', `${PODS}namespaceSelector: {}\n`, ['warning w.example.com']],
    ['every resource', PODS.replace('pods', '"*"'), ['warning w.example.com']],
    ['a selector', `${PODS}objectSelector: { matchLabels: { a: b } }\n`, []],
    ['a condition', `${PODS}matchConditions: [{ name: x, expression: "true" }]\n`, []],
    ['another kind', PODS.replace('pods', 'services'), []],
  ])('webhook-injects-broadly: %s', (_, more, expected) => {
    expect(found(webhook(SERVICE + more), 'webhook-injects-broadly')).toEqual(expected);
  });

  it.each([
    ['outside', 'clientConfig: { url: "https://hooks.example.com/x", caBundle: eA== }\n', '{}', 1],
    ['beside the API server', 'clientConfig: { url: "https://localhost:8443/x", caBundle: eA== }\n', '{}', 0],
    ['inside by address', 'clientConfig: { url: "https://w.w.svc:443/x", caBundle: eA== }\n', '{}', 0],
    ['no bundle, which another tool can add', 'clientConfig: { service: { name: w, namespace: w } }\n', '{}', 0],
    ['a bundle', SERVICE, '{}', 0],
  ])('webhook-outside-cluster: %s', (_, config, annotations, count) => {
    expect(found(webhook(config, annotations), 'webhook-outside-cluster')).toHaveLength(count);
  });
});
