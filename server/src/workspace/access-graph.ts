import { LabelSelector } from '../admission/label-selector';
import { own } from '../text/own';
import { BUILT_IN_ROLES } from './built-in-roles';
import { type ApiRequest, allows, type PolicyRule } from './policy-rule';
import { type BindingFact, isSameObject, type RbacSubject, type RoleFact, type ServiceAccountFact } from './rbac';
import type { WorkloadFact } from './workload';

/** The role and rules that a binding gives to its subjects. */
export interface Grant {
  readonly binding: BindingFact;
  /** The role, if its manifest is in the workspace; none for a built-in role. */
  readonly role: RoleFact | undefined;
  readonly rules: readonly PolicyRule[];
}

/** The permissions of subjects in the cluster that the manifests of the workspace describe. */
export class AccessGraph {
  readonly grants: readonly Grant[];
  readonly #roles: readonly RoleFact[];
  /** By name, which several roles can share. The same applies to grants by the name of their role, and to accounts. */
  readonly #rolesNamed: ReadonlyMap<string, readonly RoleFact[]>;
  readonly #grantsNamed: ReadonlyMap<string, readonly Grant[]>;
  readonly #accountsNamed: ReadonlyMap<string, readonly ServiceAccountFact[]>;
  readonly #workloads: readonly WorkloadFact[];

  constructor(
    roles: readonly RoleFact[],
    bindings: readonly BindingFact[],
    accounts: readonly ServiceAccountFact[],
    workloads: readonly WorkloadFact[],
  ) {
    this.#roles = roles;
    this.#workloads = workloads;
    this.#rolesNamed = grouped(roles, ({ name }) => name);
    this.#accountsNamed = grouped(accounts, ({ name }) => name);
    this.grants = bindings.map((binding) => this.grantOf(binding));
    this.#grantsNamed = grouped(this.grants, ({ binding }) => binding.role.name);
  }

  /** The grants of a role, or of a role that aggregates its rules. */
  grantsOf(role: RoleFact): Grant[] {
    const names = new Set([role.name, ...this.#aggregatorsOf(role)]);
    const candidates = names.size === 1 ? (this.#grantsNamed.get(role.name) ?? []) : this.grants;
    return candidates.filter(({ binding }) => {
      if (binding.role.kind !== role.kind) return false;
      if (role.kind === 'ClusterRole') return names.has(binding.role.name);
      return isSameObject(role, { name: binding.role.name, namespace: binding.namespace });
    });
  }

  /** The grants to a service account: to its name, or to a group that it is in. */
  grantsTo(account: { namespace: string | undefined; name: string }): Grant[] {
    return this.grants.filter(({ binding }) => binding.subjects.some((subject) => includes(subject, account)));
  }

  /** The workloads whose pods use a subject as their service account, or an account of a group. */
  workloadsOf(subject: RbacSubject): WorkloadFact[] {
    return this.#workloads.filter(({ namespace, serviceAccount }) =>
      includes(subject, { namespace, name: serviceAccount }),
    );
  }

  serviceAccount(account: { namespace: string | undefined; name: string }): ServiceAccountFact | undefined {
    return this.#accountsNamed.get(account.name)?.find((candidate) => isSameObject(candidate, account));
  }

  /** The role of the workspace. */
  role(kind: string, name: string, namespace: string | undefined): RoleFact | undefined {
    return this.#rolesNamed
      .get(name)
      ?.find((role) => role.kind === kind && (kind === 'ClusterRole' || isSameObject(role, { name, namespace })));
  }

  /** The grant of a binding; none if its role is neither in the workspace nor built in. */
  grantOf(binding: BindingFact): Grant {
    const { kind, name } = binding.role;
    const role = this.role(kind, name, binding.namespace);
    if (role) return { binding, role, rules: this.#rulesOf(role) };
    const builtIn = kind === 'ClusterRole' ? BUILT_IN_ROLES.get(name) : undefined;
    return { binding, role, rules: builtIn ?? [] };
  }

  /** The rules of a role, and of the roles that it aggregates (Using RBAC Authorization, "Aggregated ClusterRoles"). */
  #rulesOf(role: RoleFact): PolicyRule[] {
    const aggregated = this.#roles.filter(
      (other) => other !== role && other.kind === 'ClusterRole' && isAggregatedBy(role, other),
    );
    return [...role.rules, ...aggregated.flatMap(({ rules }) => rules)];
  }

  /** The names of the ClusterRoles that aggregate the rules of this role. */
  #aggregatorsOf(role: RoleFact): string[] {
    if (role.kind !== 'ClusterRole') return [];
    const custom = this.#roles.filter((other) => isAggregatedBy(other, role));
    const builtIn = [...BUILT_IN_AGGREGATORS].flatMap(([label, names]) =>
      own(role.labels, label) === 'true' ? names : [],
    );
    return [...custom.map(({ name }) => name), ...builtIn];
  }
}

function isAggregatedBy({ aggregates }: RoleFact, { labels }: RoleFact): boolean {
  return aggregates.some((selector) => new LabelSelector(selector).selects(labels) === 'yes');
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** The labels with which the built-in roles aggregate other roles; `admin` aggregates `edit`. */
const BUILT_IN_AGGREGATORS: ReadonlyMap<string, readonly string[]> = new Map([
  ['rbac.authorization.k8s.io/aggregate-to-admin', ['admin']],
  ['rbac.authorization.k8s.io/aggregate-to-edit', ['edit', 'admin']],
]);

/** Whether a subject is a service account, or a group that it is in (Authenticating, "Service account tokens"). */
function includes(subject: RbacSubject, account: { namespace: string | undefined; name: string }): boolean {
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
export function allowsAny(rules: readonly PolicyRule[], actions: readonly ApiRequest[]): boolean {
  return rules.some((rule) => actions.some((action) => allows(rule, action)));
}
