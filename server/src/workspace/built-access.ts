import type { AccessFacts } from './access-graph';
import type { FactStore } from './fact-store';
import type { KustomizeBuilds } from './kustomize-builds';
import type { FactPlace } from './place';
import type { BindingFact, RbacSubject, ServiceAccountFact } from './rbac';

/** Facts about rights, in the namespaces that kustomizations put them into. */
export class BuiltAccess {
  readonly #builds: KustomizeBuilds;

  constructor(builds: KustomizeBuilds) {
    this.#builds = builds;
  }

  facts(store: FactStore): AccessFacts {
    const [roles, bindings] = [store.all('roles'), store.all('bindings')];
    const [accounts, workloads] = [store.all('accounts'), store.all('workloads')];
    if (this.#builds.isEmpty) return { roles, bindings, accounts, workloads };
    const builtAccounts = accounts.map((account) => this.#moved(account));
    return {
      roles: roles.map((role) => (role.kind === 'ClusterRole' ? role : this.#moved(role))),
      bindings: bindings.map((binding) => this.#binding(binding, builtAccounts)),
      accounts: builtAccounts,
      // A patch is no workload of its own.
      workloads: workloads
        .filter(({ place }) => !this.#builds.isPart(place.document))
        .map((workload) => this.#moved(workload)),
    };
  }

  #moved<T extends { readonly namespace: string | undefined; readonly place: FactPlace }>(fact: T): T {
    const namespace = this.#namespaceOf(fact);
    return namespace === fact.namespace ? fact : { ...fact, namespace };
  }

  /** kustomize also moves the subjects that it knows: the accounts of the build, and `default` (kustomize, "namespace"). */
  #binding(binding: BindingFact, accounts: readonly ServiceAccountFact[]): BindingFact {
    // A ClusterRoleBinding stays without a namespace; its subjects move all the same.
    const namespace = this.#namespaceOf({ ...binding, namespace: undefined });
    if (namespace === undefined) return binding;
    const isMoved = ({ kind, name, namespace: own }: RbacSubject): boolean =>
      kind === 'ServiceAccount' &&
      (own === undefined ||
        name === 'default' ||
        accounts.some((account) => account.name === name && account.namespace === namespace));
    return {
      ...binding,
      namespace: binding.kind === 'ClusterRoleBinding' ? undefined : namespace,
      subjects: binding.subjects.map((subject) => (isMoved(subject) ? { ...subject, namespace } : subject)),
    };
  }

  #namespaceOf({ namespace, place }: { readonly namespace: string | undefined; readonly place: FactPlace }) {
    return this.#builds.namespaceNameOf({ document: place.document, namespace });
  }
}
