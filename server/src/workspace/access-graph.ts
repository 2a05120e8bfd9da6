import type { ManifestDocument } from '../manifest/document';
import type { Resource } from '../manifest/resource';
import { ClusterRoles } from './cluster-roles';
import type { PolicyRule } from './policy-rule';
import { type BindingFact, isSameObject, type RbacSubject, type RoleFact, type ServiceAccountFact } from './rbac';
import { Rights } from './rights';
import { keysOf, stands } from './subjects';
import type { WorkloadFact } from './workload';

/** The role and rules that a binding gives to its subjects. */
export interface Grant {
  readonly binding: BindingFact;
  /** The role, if its manifest is in the workspace; none for a built-in role. */
  readonly role: RoleFact | undefined;
  /** Whether the role is in the workspace or built in; if not, its rules are empty. */
  readonly isKnown: boolean;
  readonly rules: readonly PolicyRule[];
  /** What the binding gives by itself. */
  readonly rights: Rights;
}

/** The facts that rights are made of, with the namespaces that kustomizations set. */
export interface AccessFacts {
  readonly roles: readonly RoleFact[];
  readonly bindings: readonly BindingFact[];
  readonly accounts: readonly ServiceAccountFact[];
  readonly workloads: readonly WorkloadFact[];
}

/** The permissions of subjects in the cluster that the manifests of the workspace describe. */
export class AccessGraph {
  readonly grants: readonly Grant[];
  readonly #clusterRoles: ClusterRoles;
  /** By name, which several roles can share. The same applies to accounts. */
  readonly #rolesNamed: ReadonlyMap<string, readonly RoleFact[]>;
  readonly #accountsNamed: ReadonlyMap<string, readonly ServiceAccountFact[]>;
  readonly #grantsByKey: ReadonlyMap<string, readonly Grant[]>;
  /** By the name of each role whose own rules a binding gives. */
  readonly #grantsOfRole: ReadonlyMap<string, readonly Grant[]>;
  readonly #workloads: readonly WorkloadFact[];
  readonly #rolesIn: ReadonlyMap<ManifestDocument, readonly RoleFact[]>;
  readonly #grantsIn: ReadonlyMap<ManifestDocument, readonly Grant[]>;
  readonly #rights = new Map<string, Rights>();

  constructor({ roles, bindings, accounts, workloads }: AccessFacts) {
    this.#workloads = workloads;
    this.#clusterRoles = new ClusterRoles(roles.filter(({ kind }) => kind === 'ClusterRole'));
    this.#rolesNamed = grouped(roles, ({ name }) => [name]);
    this.#accountsNamed = grouped(accounts, ({ name }) => [name]);
    this.#rolesIn = grouped(roles, ({ place }) => [place.document]);
    this.grants = bindings.map((binding) => this.#grantOf(binding));
    this.#grantsIn = grouped(this.grants, ({ binding }) => [binding.place.document]);
    this.#grantsOfRole = grouped(this.grants, (grant) => this.#sourcesOf(grant));
    this.#grantsByKey = grouped(this.grants, ({ binding }) => [
      ...new Set(binding.subjects.flatMap((subject) => keysOf(subject))),
    ]);
  }

  /** The role that a resource is, with the namespace that it goes to. */
  roleAt({ document, kind, name }: Resource): RoleFact | undefined {
    return this.#rolesIn.get(document)?.find((role) => role.kind === kind && role.name === name);
  }

  /** The grant that a resource is, with the namespaces that it goes to. */
  grantAt({ document, kind, name }: Resource): Grant | undefined {
    return this.#grantsIn.get(document)?.find(({ binding }) => binding.kind === kind && binding.name === name);
  }

  /** The grants of the rules that a role has itself: of the role, or of a role that aggregates them. */
  grantsOf(role: RoleFact): readonly Grant[] {
    const grants = this.#grantsOfRole.get(role.name) ?? [];
    return grants.filter(({ binding }) => {
      if (binding.role.kind !== role.kind) return false;
      return (
        role.kind === 'ClusterRole' || isSameObject(role, { name: binding.role.name, namespace: binding.namespace })
      );
    });
  }

  /** The grants to a subject: to itself, or to a group that it is in. */
  grantsTo(subject: RbacSubject): Grant[] {
    const candidates = new Set(keysOf(subject, true).flatMap((key) => this.#grantsByKey.get(key) ?? []));
    return [...candidates].filter(({ binding }) => binding.subjects.some((one) => stands(one, subject)));
  }

  /**
   * What a subject may do in a namespace, or in all of them.
   * @param namespace see `scopeOf`
   */
  rightsOf(subject: RbacSubject, namespace: string | undefined): Rights {
    const key = JSON.stringify([subject.kind, subject.name, subject.namespace, namespace]);
    let rights = this.#rights.get(key);
    if (!rights) {
      const grants = this.grantsTo(subject);
      const rulesIn = (isHere: (binding: BindingFact) => boolean): PolicyRule[] =>
        grants.flatMap(({ binding, rules }) => (isHere(binding) ? rules : []));
      rights = new Rights(
        rulesIn(({ kind }) => kind === 'ClusterRoleBinding'),
        rulesIn((binding) => binding.kind === 'RoleBinding' && scopeOf(binding) === namespace),
      );
      this.#rights.set(key, rights);
    }
    return rights;
  }

  /** The workloads whose pods use a subject as their service account, or an account of a group. */
  workloadsOf(subject: RbacSubject): WorkloadFact[] {
    return this.#workloads.filter(({ namespace, serviceAccount }) =>
      stands(subject, { kind: 'ServiceAccount', namespace, name: serviceAccount ?? 'default' }),
    );
  }

  serviceAccount(account: { namespace: string | undefined; name: string }): ServiceAccountFact | undefined {
    return this.#accountsNamed.get(account.name)?.find((candidate) => isSameObject(candidate, account));
  }

  #grantOf(binding: BindingFact): Grant {
    const { kind, name } = binding.role;
    const role = this.#role(kind, name, binding.namespace);
    const known = kind === 'ClusterRole' ? this.#clusterRoles.rulesOf(name) : role?.rules;
    const rules = known ?? [];
    const rights = binding.kind === 'ClusterRoleBinding' ? new Rights(rules) : new Rights([], rules);
    return { binding, role, isKnown: known !== undefined, rules, rights };
  }

  #role(kind: string, name: string, namespace: string | undefined): RoleFact | undefined {
    return this.#rolesNamed
      .get(name)
      ?.find((role) => role.kind === kind && (kind === 'ClusterRole' || isSameObject(role, { name, namespace })));
  }

  #sourcesOf({ binding: { role } }: Grant): string[] {
    return role.kind === 'ClusterRole' ? this.#clusterRoles.sourcesOf(role.name) : [role.name];
  }
}

/** The namespace that a binding holds in: empty if it is not written, `undefined` for every namespace. */
export function scopeOf({ kind, namespace }: BindingFact): string | undefined {
  return kind === 'ClusterRoleBinding' ? undefined : (namespace ?? '');
}

function grouped<K, T>(items: readonly T[], keysOfItem: (item: T) => readonly K[]): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    for (const key of keysOfItem(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}
