import { LabelSelector } from '../admission/label-selector';
import { own } from '../text/own';
import { type BuiltInRole, builtInRoles } from './built-in-roles';
import type { PolicyRule } from './policy-rule';
import type { RoleFact } from './rbac';

/** A ClusterRole as it is in the cluster. */
interface ClusterRole {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly written: RoleFact | undefined;
  readonly builtIn: BuiltInRole | undefined;
}

/** The ClusterRoles of the workspace together with those that the API server makes, and what aggregation makes of them. */
export class ClusterRoles {
  readonly #roles: ReadonlyMap<string, ClusterRole>;
  /** The roles whose rules a role has in the end, by its name. */
  readonly #sources = new Map<string, readonly ClusterRole[]>();
  readonly #rules = new Map<string, readonly PolicyRule[]>();
  readonly #selected = new Map<string, readonly string[]>();

  constructor(written: readonly RoleFact[]) {
    const roles = new Map<string, ClusterRole>();
    for (const [name, builtIn] of builtInRoles()) {
      roles.set(name, { name, labels: builtIn.labels, written: undefined, builtIn });
    }
    for (const role of written) {
      const before = roles.get(role.name);
      // The first manifest of a name counts. A manifest of a built-in role changes the one that is there.
      if (before?.written) continue;
      const labels = { ...before?.labels, ...role.labels };
      roles.set(role.name, { name: role.name, labels, written: role, builtIn: before?.builtIn });
    }
    this.#roles = roles;
  }

  /** The rules of a role in the cluster, always the same list for one role; `undefined` if no such role is known. */
  rulesOf(name: string): readonly PolicyRule[] | undefined {
    if (!this.#roles.has(name)) return undefined;
    let rules = this.#rules.get(name);
    if (!rules) {
      rules = this.#sourcesOf(name).flatMap(rulesWritten);
      this.#rules.set(name, rules);
    }
    return rules;
  }

  /** The names of the roles whose own rules a role has: its own name, or those of the roles that it aggregates. */
  sourcesOf(name: string): string[] {
    return this.#sourcesOf(name).map((source) => source.name);
  }

  /**
   * The control plane overwrites the rules of an aggregating role by those of the roles that it selects, which can aggregate
   * others (Using RBAC Authorization, "Aggregated ClusterRoles").
   */
  #sourcesOf(name: string): readonly ClusterRole[] {
    let sources = this.#sources.get(name);
    if (!sources) {
      sources = this.#follow(name);
      this.#sources.set(name, sources);
    }
    return sources;
  }

  #follow(name: string): ClusterRole[] {
    const sources: ClusterRole[] = [];
    const seen = new Set([name]);
    for (const current of seen) {
      const role = this.#roles.get(current);
      if (!role) continue;
      if (!isAggregating(role)) sources.push(role);
      for (const other of this.#selectedBy(role)) seen.add(other);
    }
    return sources;
  }

  /** Many roles can select the same ones, each of which selects others. */
  #selectedBy(role: ClusterRole): readonly string[] {
    let selected = this.#selected.get(role.name);
    if (!selected) {
      const isSelected = selectorOf(role);
      selected = isSelected ? [...this.#roles.values()].filter(isSelected).map(({ name }) => name) : [];
      this.#selected.set(role.name, selected);
    }
    return selected;
  }
}

/** Whether a role has no rules of its own. A built-in role that is none is never made one for long. */
function isAggregating({ written, builtIn }: ClusterRole): boolean {
  return builtIn ? builtIn.aggregates.length > 0 : (written?.aggregates.length ?? 0) > 0;
}

/**
 * A manifest of a built-in role replaces its rules, until the API server starts again and gives it back what is missing
 * (Using RBAC Authorization, "Auto-reconciliation").
 */
function rulesWritten({ written, builtIn }: ClusterRole): readonly PolicyRule[] {
  if (!written) return builtIn?.rules ?? [];
  return written.isReconciled && builtIn ? [...written.rules, ...builtIn.rules] : written.rules;
}

/** Whether a role selects another one; `undefined` if it selects none. */
function selectorOf({ name, written, builtIn }: ClusterRole): ((other: ClusterRole) => boolean) | undefined {
  const labels = builtIn?.aggregates ?? [];
  const selectors = (written?.aggregates ?? []).map((fields) => new LabelSelector(fields));
  if (labels.length === 0 && selectors.length === 0) return undefined;
  return (other) =>
    other.name !== name &&
    (labels.some((label) => own(other.labels, label) === 'true') ||
      selectors.some((selector) => selector.selects(other.labels) === 'yes'));
}
