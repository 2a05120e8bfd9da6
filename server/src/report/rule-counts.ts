import { SEVERITIES, type Severity } from '../rules/severity';

interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
}

/** How many findings there are of each rule and severity. */
export class RuleCounts {
  readonly #counts = new Map<string, RuleCount>();

  add({ rule, severity }: Pick<RuleCount, 'rule' | 'severity'>): void {
    const key = `${severity} ${rule}`;
    this.#counts.set(key, { rule, severity, count: (this.#counts.get(key)?.count ?? 0) + 1 });
  }

  get size(): number {
    return this.#counts.size;
  }

  /** The worst first, then those with the most findings. */
  get rows(): RuleCount[] {
    return [...this.#counts.values()].sort(
      (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || b.count - a.count,
    );
  }
}
