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

  it('is worse the farther it reaches', () => {
    expect(found(`${role(text)}---\n${binding(ACCOUNT)}`, 'can-inject-sidecar')).toEqual(['warning deployments']);
    expect(
      found(`${role(text, CLUSTER)}---\n${binding(ACCOUNT, { to: 'ClusterRole' })}`, 'can-inject-sidecar'),
    ).toEqual(['warning deployments']);
    expect(found(`${role(text, CLUSTER)}---\n${binding(ACCOUNT, CLUSTER_BINDING)}`, 'can-inject-sidecar')).toEqual([
      'error deployments',
    ]);
    expect(
      found(`${role(text)}---\n${binding('{ kind: Group, name: "system:authenticated" }')}`, 'can-inject-sidecar'),
    ).toEqual(['error deployments']);
    expect(
      found(`${role(text)}---\n${binding(ACCOUNT, { metadata: 'namespace: other' })}`, 'can-inject-sidecar'),
    ).toEqual(['information deployments']);
  });

  it('counts for less where the objects are named', () => {
    const named = entry('apps', 'deployments', 'patch', ', resourceNames: [web]');
    expect(found(`${role(named)}---\n${binding(ACCOUNT)}`, 'can-inject-sidecar')).toEqual(['information deployments']);
  });

  it('says who can inject where, and relates the binding and the pods', () => {
    const pods = podAs('serviceAccountName: ci', '', 'namespace: ci');
    const { findings } = analyse(`${role(text)}---\n${binding(ACCOUNT)}---\n${pods}`);
    const finding = findings.find(({ rule }) => rule.id === 'can-inject-sidecar');
    expect(finding?.message).toContain('(granted to ServiceAccount ci/ci in the namespace "shop")');
    expect(finding?.related?.map(({ message, document }) => [message, document?.resources[0]?.kind])).toEqual([
      ['RoleBinding "b" grants it to ServiceAccount ci/ci in the namespace "shop".', 'RoleBinding'],
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
      'error deployments',
    ]);
    const toEdit = role(text, {
      kind: 'ClusterRole',
      name: 'part',
      metadata: 'labels: { rbac.authorization.k8s.io/aggregate-to-edit: "true" }',
    });
    expect(
      found(`${toEdit}---\n${binding(ACCOUNT, { to: 'ClusterRole', name: 'admin' })}`, 'can-inject-sidecar'),
    ).toEqual(['warning deployments', 'warning admin']);
  });

  it.each(['cluster-admin', 'admin', 'edit'])('knows the built-in role %s, at its binding', (name) => {
    expect(found(binding(ACCOUNT, { ...CLUSTER_BINDING, name }), 'can-inject-sidecar')).toEqual([`error ${name}`]);
    expect(found(binding(ACCOUNT, { to: 'ClusterRole', name }), 'can-inject-sidecar')).toEqual([`warning ${name}`]);
  });

  it('says nothing of view, nor of roles that nobody here knows', () => {
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
    ["a node's proxy", entry('', 'nodes/proxy', 'get'), ['warning nodes/proxy'], 37],
    ['the subresource of all', entry('', '"*/exec"', 'create'), ['warning "*/exec"'], 37],
    ['single pods', entry('', 'pods/exec', 'create', ', resourceNames: [web-0]'), ['warning pods/exec'], 37],
    ['logs', entry('', 'pods/log', 'get, create'), [], 37],
    ['pods', entry('', 'pods', 'create, get'), [], 37],
  ])('%s', (_, text, expected, minor) => {
    expect(found(role(text), 'can-exec', minor)).toEqual(expected);
  });
});

describe('can-write-webhooks', () => {
  const webhooks = 'mutatingwebhookconfigurations';
  it.each([
    ['webhooks', entry('admissionregistration.k8s.io', webhooks, 'patch'), [`error ${webhooks}`]],
    [
      'policies',
      entry('admissionregistration.k8s.io', 'validatingadmissionpolicybindings', 'delete'),
      ['error validatingadmissionpolicybindings'],
    ],
    ['Kyverno', entry('kyverno.io', 'clusterpolicies', 'update'), ['error clusterpolicies']],
    ['constraints', entry('constraints.gatekeeper.sh', 'k8sallowedrepos', 'delete'), ['error k8sallowedrepos']],
    [
      'its own',
      entry('admissionregistration.k8s.io', webhooks, 'patch', ', resourceNames: [mine]'),
      [`information ${webhooks}`],
    ],
    ['reading', entry('admissionregistration.k8s.io', webhooks, 'get, list, watch'), []],
  ])('%s', (_, text, expected) => {
    expect(found(role(text, CLUSTER), 'can-write-webhooks')).toEqual(expected);
  });
});

describe('reads-secrets', () => {
  it.each([
    ['list', entry('', 'secrets', 'list'), ['warning secrets']],
    ['everything', entry('*', '"*"', 'get'), ['warning "*"']],
    ['named ones', entry('', 'secrets', 'get', ', resourceNames: [tls]'), []],
    ['writing', entry('', 'secrets', 'create'), []],
  ])('%s', (_, text, expected) => {
    expect(found(role(text), 'reads-secrets')).toEqual(expected);
  });
});

describe('can-escalate', () => {
  it.each([
    ['escalate', entry('rbac.authorization.k8s.io', 'clusterroles', 'escalate'), ['warning clusterroles']],
    ['bind', entry('rbac.authorization.k8s.io', 'roles', 'bind'), ['warning roles']],
    ['impersonate', entry('', 'groups', 'impersonate'), ['warning groups']],
    ['tokens', entry('', 'serviceaccounts/token', 'create'), ['warning serviceaccounts/token']],
    [
      'approving certificates',
      entry('certificates.k8s.io', 'certificatesigningrequests/approval', 'update'),
      ['warning certificatesigningrequests/approval'],
    ],
    [
      'asking for certificates',
      entry('certificates.k8s.io', 'certificatesigningrequests', 'create'),
      ['information certificatesigningrequests'],
    ],
    [
      'a named role',
      entry('rbac.authorization.k8s.io', 'roles', 'bind', ', resourceNames: [viewer]'),
      ['information roles'],
    ],
    ['making bindings, which the API server checks', entry('rbac.authorization.k8s.io', 'rolebindings', 'create'), []],
  ])('%s', (_, text, expected) => {
    expect(found(role(text, CLUSTER), 'can-escalate')).toEqual(expected);
  });
});

describe('wildcard-rule', () => {
  it.each([
    ['verbs', entry('apps', 'deployments', '"*"'), ['warning "*"']],
    ['resources', entry('', '"*"', 'get'), ['warning "*"']],
    ["an operator's own group", entry('stable.example.com', '"*"', '"*"'), ['information "*"']],
    ['what RBAC has no pattern for', entry('', '"pods/*"', 'get'), ['warning "pods/*"']],
    ['a subresource of all', entry('apps', '"*/scale"', 'update'), []],
  ])('%s', (_, text, expected) => {
    expect(found(role(text), 'wildcard-rule')).toEqual(expected);
  });
});

describe('binds-broad-subject', () => {
  it.each([
    ['{ kind: Group, name: "system:authenticated" }', ['error "system:authenticated"']],
    ['{ kind: Group, name: "system:serviceaccounts:shop" }', ['error "system:serviceaccounts:shop"']],
    ['{ kind: Group, name: "system:masters" }', ['error "system:masters"']],
    ['{ kind: User, name: "system:anonymous" }', ['error "system:anonymous"']],
    ['{ kind: ServiceAccount, name: default, namespace: shop }', ['error default']],
    ['{ kind: User, name: default }', []],
    ['{ kind: Group, name: "system:nodes" }', []],
    ['{ kind: User, name: jane }', []],
  ])('%s', (subject, expected) => {
    expect(found(binding(subject), 'binds-broad-subject')).toEqual(expected);
  });

  it('counts for little where single objects are published', () => {
    const publish = entry('', 'configmaps', 'get', ', resourceNames: [cluster-info]');
    const everybody = binding('{ kind: User, name: "system:anonymous" }');
    expect(found(`${role(publish)}---\n${everybody}`, 'binds-broad-subject')).toEqual([
      'information "system:anonymous"',
    ]);
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

describe('workload-can-inject', () => {
  const bound = binding('{ kind: ServiceAccount, name: web, namespace: shop }', { to: 'ClusterRole', name: 'edit' });
  const check = (pod: string, more = bound): string[] => found(`${pod}---\n${more}`, 'workload-can-inject');

  it('follows pod, account, binding and role', () => {
    expect(check(podAs('serviceAccountName: web'))).toEqual(['error web']);
    expect(check(podAs('serviceAccount: web'))).toEqual(['error web']);
    expect(check(podAs('serviceAccountName: other'))).toEqual([]);
    expect(check(podAs('serviceAccountName: web', '', 'namespace: other'))).toEqual([]);
    expect(check(podAs('serviceAccountName: web', '', 'labels: {}'))).toEqual(['error web']);
    expect(check(podAs('hostNetwork: false'), bound.replace('name: web', 'name: default'))).toEqual(['error web']);
    expect(
      check(
        podAs('serviceAccountName: any'),
        binding('{ kind: Group, name: "system:serviceaccounts" }', { to: 'ClusterRole', name: 'edit' }),
      ),
    ).toEqual(['error any']);
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
    expect(check(podAs('serviceAccountName: web', 'automountServiceAccountToken: true\n'), off)).toEqual(['error web']);
    const projected =
      'automountServiceAccountToken: false\nvolumes: [{ name: t, projected: { sources: [{ serviceAccountToken: { path: token } }] } }]\n';
    expect(check(podAs('serviceAccountName: web', projected))).toEqual(['error web']);
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
    ['no bundle', 'clientConfig: { service: { name: w, namespace: w } }\n', '{}', 1],
    [
      'a bundle from cert-manager',
      'clientConfig: { service: { name: w, namespace: w } }\n',
      '{ cert-manager.io/inject-ca-from: w/w }',
      0,
    ],
    ['a bundle', SERVICE, '{}', 0],
  ])('webhook-outside-cluster: %s', (_, config, annotations, count) => {
    expect(found(webhook(config, annotations), 'webhook-outside-cluster')).toHaveLength(count);
  });
});
