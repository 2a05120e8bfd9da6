import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { toAccessReport } from '../../../server/src/report/access';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';

const RBAC = 'rbac.authorization.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';

/** An entry of a role: groups, resources and verbs with commas between them, and names; `-` is the core group. */
type Entry = string;

interface Role {
  readonly name?: string;
  readonly kind?: 'Role' | 'ClusterRole';
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly aggregates?: readonly object[];
  readonly rules: readonly Entry[];
}

interface Binding {
  readonly role?: string;
  readonly kind?: 'Role' | 'ClusterRole';
  /** `undefined` for the whole cluster. */
  readonly in?: string;
  readonly subject?: object;
}

const CRANE = { kind: 'User', apiGroup: RBAC, name: 'crane' };
const ACCOUNT = { kind: 'ServiceAccount', name: 'crane', namespace: 'shop' };

/** JSON is YAML. */
function role({ name = 'r', kind = 'ClusterRole', labels, annotations, aggregates, rules }: Role): string {
  return JSON.stringify({
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: { name, labels, annotations, ...(kind === 'Role' && { namespace: 'shop' }) },
    ...(aggregates && { aggregationRule: { clusterRoleSelectors: aggregates } }),
    rules: rules.map((entry) => {
      const [groups = '', resources = '', verbs = '', names] = entry.split(' ');
      return {
        apiGroups: groups.split(',').map((group) => (group === '-' ? '' : group)),
        resources: resources.split(','),
        verbs: verbs.split(','),
        ...(names !== undefined && { resourceNames: names.split(',').map((name) => (name === "''" ? '' : name)) }),
      };
    }),
  });
}

function bind({ role: name = 'r', kind = 'ClusterRole', in: namespace, subject = CRANE }: Binding = {}): string {
  return JSON.stringify({
    apiVersion: `${RBAC}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: 'b', namespace },
    roleRef: { apiGroup: RBAC, kind, name },
    subjects: [subject],
  });
}

/** What `access` says of all subjects: "can, can (names) in namespace". */
function rights(manifests: readonly string[], kubernetesMinor = 37): string[] {
  const index = new WorkspaceIndex();
  index.update('file:///rbac.yaml', ManifestFile.read(manifests.join('\n---\n')));
  return toAccessReport(index, kubernetesMinor).access.map(({ can, only, namespaces }) => {
    const words = can.map((name) => (only?.[name] ? `${name} (${only[name].join(', ')})` : name));
    return `${words.join(', ')} in ${namespaces.join()}`;
  });
}

const everywhere = (...rules: Entry[]): string[] => rights([role({ rules }), bind()]);
const inShop = (...rules: Entry[]): string[] => rights([role({ rules }), bind({ in: 'shop' })]);
const EDIT = 'inject, exec, read-secrets, escalate';

describe('built-in roles, as an API server has them', () => {
  it.each([
    ['edit', [`${EDIT} in shop`]],
    ['system:aggregate-to-edit', [`${EDIT} in shop`]],
    ['view', []],
    ['system:kubelet-api-admin', []],
    ['system:discovery', []],
    ['system:node-proxier', []],
    ['none', []],
  ])('%s in a namespace', (name, expected) => {
    expect(rights([bind({ role: name, in: 'shop' })])).toEqual(expected);
  });

  it.each([
    ['cluster-admin', ['inject, exec, change-gates, read-secrets, escalate in *']],
    ['system:kubelet-api-admin', ['exec in *']],
    ['system:kube-controller-manager', ['read-secrets, escalate in *']],
    ['system:controller:deployment-controller', ['inject in *']],
    ['system:controller:namespace-controller', ['exec, change-gates, read-secrets in *']],
  ])('%s in the whole cluster', (name, expected) => {
    expect(rights([bind({ role: name })])).toEqual(expected);
  });

  it('keep their rules, whatever a manifest of theirs says', () => {
    const admin = bind({ role: 'cluster-admin' });
    const rules = ['- pods get'];
    expect(rights([role({ name: 'cluster-admin', rules }), admin])).toEqual([
      'inject, exec, change-gates, read-secrets, escalate in *',
    ]);
    // An annotation keeps the API server from that.
    const annotations = { 'rbac.authorization.kubernetes.io/autoupdate': 'false' };
    expect(rights([role({ name: 'cluster-admin', annotations, rules }), admin])).toEqual([]);
    // An aggregating role has no rules of its own.
    const view = role({ name: 'view', rules: ['- secrets get'] });
    expect(rights([view, bind({ role: 'view', in: 'shop' })])).toEqual([]);
  });
});

describe('aggregation', () => {
  const part = { name: 'part', labels: { part: 'yes' }, rules: ['- pods/exec create'] };
  const whole = { aggregates: [{ matchLabels: { part: 'yes' } }], rules: [] };

  it('takes rules over, and overwrites those of the role itself', () => {
    expect(rights([role(part), role(whole), bind({ in: 'shop' })])).toEqual(['exec in shop']);
    expect(rights([role({ ...whole, rules: ['- secrets get'] }), bind({ in: 'shop' })])).toEqual([]);
    const all = [role(part), role({ ...whole, rules: ['- secrets get'] })];
    expect(rights([...all, bind({ in: 'shop' })])).toEqual(['exec in shop']);
  });

  it('goes through roles that aggregate others, in circles, too', () => {
    const outer = { name: 'outer', aggregates: [{ matchLabels: { inner: 'yes' } }], rules: [] };
    const inner = role({ ...whole, labels: { inner: 'yes' } });
    expect(rights([role(part), inner, role(outer), bind({ role: 'outer', in: 'shop' })])).toEqual(['exec in shop']);
    const circle = [role({ ...whole, labels: { part: 'yes' } }), role({ ...outer, labels: { part: 'yes' } })];
    expect(rights([...circle, role(part), bind({ in: 'shop' })])).toEqual(['exec in shop']);
  });

  it.each([
    ['view', 'view', ['exec in shop']],
    ['view', 'edit', [`${EDIT} in shop`]],
    ['view', 'admin', [`${EDIT} in shop`]],
    ['admin', 'view', []],
  ])('to %s counts for %s', (label, name, expected) => {
    const labels = { [`${RBAC}/aggregate-to-${label}`]: 'true' };
    expect(rights([role({ ...part, labels }), bind({ role: name, in: 'shop' })])).toEqual(expected);
  });

  it('selects built-in roles, too', () => {
    const edit = { matchLabels: { [`${RBAC}/aggregate-to-edit`]: 'true' } };
    expect(rights([role({ aggregates: [edit], rules: [] }), bind({ in: 'shop' })])).toEqual([`${EDIT} in shop`]);
    expect(rights([role({ aggregates: [{}], rules: [] }), bind({ in: 'shop' })])).toEqual([
      'inject, exec, change-gates, read-secrets, escalate in shop',
    ]);
  });
});

describe('what takes rights', () => {
  it.each<[string, string[], string[], string[]]>([
    ['escalate and updating roles', [`${RBAC} roles escalate,update`], ['escalate in *'], ['escalate in shop']],
    ['the same for ClusterRoles', [`${RBAC} clusterroles escalate,patch`], ['escalate in *'], []],
    ['escalate alone', [`${RBAC} roles,clusterroles escalate,get`], [], []],
    ['escalate on another role', [`${RBAC} roles escalate a`, `${RBAC} roles update b`], [], []],
    ['escalate on a new role of a name', [`${RBAC} roles escalate a`, `${RBAC} roles create`], [], []],
    [
      'the same by server-side apply',
      [`${RBAC} roles escalate a`, `${RBAC} roles create`, `${RBAC} roles patch`],
      ['escalate (a) in *'],
      ['escalate (a) in shop'],
    ],
    [
      'escalate on one of two roles',
      [`${RBAC} roles escalate a`, `${RBAC} roles update a,b`],
      ['escalate (a) in *'],
      ['escalate (a) in shop'],
    ],
    [
      'bind and creating RoleBindings',
      [`${RBAC} clusterroles bind`, `${RBAC} rolebindings create`],
      ['escalate in *'],
      ['escalate in shop'],
    ],
    [
      'bind and creating ClusterRoleBindings',
      [`${RBAC} clusterroles bind`, `${RBAC} clusterrolebindings create`],
      ['escalate in *'],
      [],
    ],
    [
      'bind of one role',
      [`${RBAC} clusterroles bind view,edit`, `${RBAC} rolebindings create`],
      ['escalate (view, edit) in *'],
      ['escalate (view, edit) in shop'],
    ],
    ['bind alone', [`${RBAC} clusterroles,roles bind`], [], []],
    ['writing bindings alone', [`${RBAC} rolebindings,clusterrolebindings create,update`], [], []],
    ['impersonating users', ['- users impersonate'], ['escalate in *'], []],
    ['impersonating accounts', ['- serviceaccounts impersonate'], ['escalate in *'], ['escalate in shop']],
    ['impersonating groups alone', ['- groups impersonate', `${AUTHENTICATION} uids impersonate`], [], []],
    [
      'being a user for some action',
      [`${AUTHENTICATION} users impersonate:user-info`, '- secrets impersonate-on:user-info:list'],
      ['escalate in *'],
      [],
    ],
    [
      'being an account for some action',
      [
        `${AUTHENTICATION} serviceaccounts impersonate:serviceaccount`,
        'apps deployments impersonate-on:serviceaccount:patch',
      ],
      ['escalate in *'],
      ['escalate in shop'],
    ],
    [
      'being a node for some action',
      [`${AUTHENTICATION} nodes impersonate:arbitrary-node`, '- pods/log impersonate-on:arbitrary-node:get'],
      ['escalate in *'],
      [],
    ],
    [
      'being a user for an action on no named object',
      [`${AUTHENTICATION} users impersonate:user-info`, "- secrets impersonate-on:user-info:create ''"],
      ['escalate in *'],
      [],
    ],
    [
      'being a user for the actions of another mode',
      [`${AUTHENTICATION} users impersonate:user-info`, '- secrets impersonate-on:serviceaccount:list'],
      [],
      [],
    ],
    ['being a user for no action', [`${AUTHENTICATION} users impersonate:user-info`], [], []],
    [
      'what `*` does not stand for',
      [`${AUTHENTICATION} users impersonate:user-info`, '- pods impersonate-on:user-info:*'],
      [],
      [],
    ],
    ['tokens of accounts', ['- serviceaccounts/token create'], ['escalate in *'], ['escalate in shop']],
    ['tokens of one account', ['- serviceaccounts/token create ci'], ['escalate (ci) in *'], ['escalate (ci) in shop']],
    [
      'creating and reading Secrets',
      ['- secrets create,list'],
      ['read-secrets, escalate in *'],
      ['read-secrets, escalate in shop'],
    ],
    ['creating Secrets', ['- secrets create,update,delete'], [], []],
    [
      'approving what one asks for',
      [
        `${CERTIFICATES} certificatesigningrequests create`,
        `${CERTIFICATES} certificatesigningrequests/approval update`,
        `${CERTIFICATES} signers approve kubernetes.io/*`,
      ],
      ['escalate in *'],
      [],
    ],
    [
      'approving for no signer',
      [`${CERTIFICATES} certificatesigningrequests,certificatesigningrequests/approval create,update`],
      [],
      [],
    ],
  ])('%s', (_, rules, wide, here) => {
    expect(everywhere(...rules)).toEqual(wide);
    expect(inShop(...rules)).toEqual(here);
  });

  it('is constrained impersonation since 1.36', () => {
    const rules = [`${AUTHENTICATION} users impersonate:user-info`, '- pods impersonate-on:user-info:list'];
    const all = [role({ rules }), bind()];
    expect(rights(all, 36)).toEqual(['escalate in *']);
    expect(rights(all, 35)).toEqual([]);
  });

  it('adds up over the bindings of a subject and of its groups, where they hold', () => {
    const binds = role({ name: 'binds', rules: [`${RBAC} clusterroles bind`] });
    const writes = role({ name: 'writes', rules: [`${RBAC} rolebindings create`] });
    const together = (one: Binding, other: Binding): string[] =>
      rights([binds, writes, bind({ role: 'binds', ...one }), bind({ role: 'writes', ...other })]);
    expect(together({ in: 'shop' }, { in: 'shop' })).toEqual(['escalate in shop', 'escalate in shop']);
    expect(together({}, { in: 'shop' })).toEqual(['escalate in shop']);
    expect(together({ in: 'shop' }, { in: 'farm' })).toEqual([]);
    const accounts = { kind: 'Group', apiGroup: RBAC, name: 'system:serviceaccounts:shop' };
    expect(together({ in: 'shop', subject: ACCOUNT }, { in: 'shop', subject: accounts })).toEqual(['escalate in shop']);
    expect(together({ in: 'shop', subject: ACCOUNT }, { in: 'shop' })).toEqual([]);
  });
});

describe('what changes gates', () => {
  it.each<[string, string[], string[], string[]]>([
    ['webhooks', ['admissionregistration.k8s.io mutatingwebhookconfigurations patch'], ['change-gates in *'], []],
    ['constraints', ['constraints.gatekeeper.sh * *'], ['change-gates in *'], []],
    [
      'constraints, all at once',
      ['constraints.gatekeeper.sh k8sallowedrepos deletecollection'],
      ['change-gates in *'],
      [],
    ],
    ['constraints that are read', ['constraints.gatekeeper.sh * get,list,watch'], [], []],
    ['the status of constraints', ['constraints.gatekeeper.sh k8sallowedrepos/status patch'], [], []],
    ['policies of a namespace', ['kyverno.io policies delete'], ['change-gates in *'], ['change-gates in shop']],
    ['policies of the cluster', ['policies.kyverno.io imagevalidatingpolicies update'], ['change-gates in *'], []],
    ['keys', ['policy.sigstore.dev trustroots update'], ['change-gates in *'], []],
    ['labels of namespaces', ['- namespaces patch'], ['change-gates in *'], ['change-gates in shop']],
    ['the same by a subresource', ['- namespaces/finalize update'], ['change-gates in *'], ['change-gates in shop']],
    [
      'labels of one namespace',
      ['- namespaces patch shop'],
      ['change-gates (shop) in *'],
      ['change-gates (shop) in shop'],
    ],
    ['labels of another namespace', ['- namespaces patch farm'], ['change-gates (farm) in *'], []],
    ['namespaces that are read', ['- namespaces get,list'], [], []],
  ])('%s', (_, rules, wide, here) => {
    expect(everywhere(...rules)).toEqual(wide);
    expect(inShop(...rules)).toEqual(here);
  });
});

describe('names', () => {
  it.each([
    ['web-0', 'patch', ['inject (web-0), exec (web-0) in shop']],
    ['web-0', 'create', ['exec (web-0) in shop']],
    // Server-side apply creates an object of its name.
    ["''", 'create', ['inject in shop']],
    ["''", 'patch,get', []],
    ['*', 'patch,create,get', []],
    ['web-*', 'patch,create', []],
    ['web-?', 'patch', []],
    ['web-[0-9]', 'patch', []],
    ['^web-0', 'patch', []],
    ['${WEB}', 'patch', ['inject (${WEB}), exec (${WEB}) in shop']],
    ['*,web-0', 'patch', ['inject (web-0), exec (web-0) in shop']],
  ])('%s with %s', (names, verbs, expected) => {
    const pods = `- pods ${verbs} ${names}`;
    const exec = `- pods/exec ${verbs === 'patch' ? 'create' : verbs} ${names}`;
    expect(rights([role({ kind: 'Role', rules: [pods, exec] }), bind({ kind: 'Role', in: 'shop' })])).toEqual(expected);
  });

  it('of Secrets that one makes oneself are enough for a token', () => {
    expect(inShop('- secrets create,patch,get tok')).toEqual(['read-secrets (tok), escalate (tok) in shop']);
    expect(inShop('- secrets create,get tok')).toEqual(['read-secrets (tok) in shop']);
  });
});

describe('a Role', () => {
  it.each([
    ['- nodes/proxy get,create'],
    ['admissionregistration.k8s.io validatingwebhookconfigurations update'],
    ['- users,groups impersonate'],
    [`${RBAC} clusterroles escalate,update`],
  ])('gives nothing in no namespace: %s', (rule) => {
    expect(rights([role({ kind: 'Role', rules: [rule] }), bind({ kind: 'Role', in: 'shop' })])).toEqual([]);
  });
});
