import { BUILT_IN_ROLES } from './built-in-roles';
import { type Action, allows, type PolicyRule } from './policy-rule';
import { type BindingFact, isSameObject, type RoleFact, type ServiceAccountFact, type Subject, selects } from './rbac';
import type { WorkloadFact } from './workload';

/** What a binding gives to its subjects. */
export interface Grant {
  readonly binding: BindingFact;
  /** The role where its manifest is in the workspace; none for a built-in one. */
  readonly role: RoleFact | undefined;
  readonly rules: readonly PolicyRule[];
}

/** Who may do what in the cluster that the workspace's manifests describe. */
export class AccessGraph {
  readonly grants: readonly Grant[];
  readonly #roles: readonly RoleFact[];
  readonly #accounts: readonly ServiceAccountFact[];
  readonly #workloads: readonly WorkloadFact[];

  constructor(
    roles: readonly RoleFact[],
    bindings: readonly BindingFact[],
    accounts: readonly ServiceAccountFact[],
    workloads: readonly WorkloadFact[],
  ) {
    this.#roles = roles;
    this.#accounts = accounts;
    this.#workloads = workloads;
    this.grants = bindings.map((binding) => this.grantOf(binding));
  }

  /** The grants by which somebody has a role, or one that takes over its rules. */
  grantsOf(role: RoleFact): Grant[] {
    const names = new Set([role.name, ...this.#aggregatorsOf(role)]);
    return this.grants.filter(({ binding }) => {
      if (binding.role.kind !== role.kind) return false;
      if (role.kind === 'ClusterRole') return names.has(binding.role.name);
      return isSameObject(role, { name: binding.role.name, namespace: binding.namespace });
    });
  }

  /** The grants that reach a service account: by its name, or by a group that it is in. */
  grantsTo(account: { namespace: string | undefined; name: string }): Grant[] {
    return this.grants.filter(({ binding }) => binding.subjects.some((subject) => includes(subject, account)));
  }

  /** The workloads whose pods run as a subject, or as an account of a group. */
  workloadsOf(subject: Subject): WorkloadFact[] {
    return this.#workloads.filter(({ namespace, serviceAccount }) =>
      includes(subject, { namespace, name: serviceAccount }),
    );
  }

  serviceAccount(account: { namespace: string | undefined; name: string }): ServiceAccountFact | undefined {
    return this.#accounts.find((candidate) => isSameObject(candidate, account));
  }

  /** The role as the workspace has it. */
  role(kind: string, name: string, namespace: string | undefined): RoleFact | undefined {
    return this.#roles.find(
      (role) =>
        role.kind === kind && (kind === 'ClusterRole' ? role.name === name : isSameObject(role, { name, namespace })),
    );
  }

  /** What a binding gives; nothing where its role is neither in the workspace nor built in. */
  grantOf(binding: BindingFact): Grant {
    const { kind, name } = binding.role;
    const role = this.role(kind, name, binding.namespace);
    if (role) return { binding, role, rules: this.#rulesOf(role) };
    const builtIn = kind === 'ClusterRole' ? BUILT_IN_ROLES.get(name) : undefined;
    return { binding, role, rules: builtIn ?? [] };
  }

  /** What a role allows, with the rules of those that it aggregates (Using RBAC Authorization, "Aggregated ClusterRoles"). */
  #rulesOf(role: RoleFact): PolicyRule[] {
    const aggregated = this.#roles.filter(
      (other) =>
        other !== role &&
        other.kind === 'ClusterRole' &&
        role.aggregates.some((selector) => selects(selector, other.labels)),
    );
    return [...role.rules, ...aggregated.flatMap(({ rules }) => rules)];
  }

  /** The names of the ClusterRoles that take over the rules of this one. */
  #aggregatorsOf(role: RoleFact): string[] {
    if (role.kind !== 'ClusterRole') return [];
    const custom = this.#roles.filter(({ aggregates }) =>
      aggregates.some((selector) => selects(selector, role.labels)),
    );
    const builtIn = [...BUILT_IN_AGGREGATORS].flatMap(([label, names]) => (role.labels[label] === 'true' ? names : []));
    return [...custom.map(({ name }) => name), ...builtIn];
  }
}

/** The labels by which the built-in roles take over others' rules; `admin` takes over `edit`. */
const BUILT_IN_AGGREGATORS: ReadonlyMap<string, readonly string[]> = new Map([
  ['rbac.authorization.k8s.io/aggregate-to-admin', ['admin']],
  ['rbac.authorization.k8s.io/aggregate-to-edit', ['edit', 'admin']],
]);

/** Whether a subject is a service account, or a group that it is in (Authenticating, "Service account tokens"). */
function includes(subject: Subject, account: { namespace: string | undefined; name: string }): boolean {
  switch (subject.kind) {
    case 'ServiceAccount':
      return isSameObject(subject, account);
    case 'Group':
      return (
        ['system:authenticated', 'system:serviceaccounts'].includes(subject.name) ||
        (account.namespace !== undefined && subject.name === `system:serviceaccounts:${account.namespace}`)
      );
    case 'User':
      return (
        account.namespace !== undefined && subject.name === `system:serviceaccount:${account.namespace}:${account.name}`
      );
  }
}

/** Whether one of these rules allows one of these actions. */
export function allowsAny(rules: readonly PolicyRule[], actions: readonly Action[]): boolean {
  return rules.some((rule) => actions.some((action) => allows(rule, action)));
}
