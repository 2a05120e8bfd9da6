import type { IgnoreEntry } from './ignore-entry';
import { NEWEST_KUBERNETES_MINOR } from './kubernetes-version';
import { notJudged } from './not-judged';
import type { LeveledVersion } from './permissions/pod-security';
import type { Rule } from './rule';
import type { Severity } from './severity';

/** The user's options for the analysis. */
export interface AnalysisOptions {
  /** Severities that replace the defaults of the rules. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** The only rules to run; by default, all rules. */
  readonly only?: ReadonlySet<string>;
  /** The minor version of Kubernetes 1.x. */
  readonly kubernetesMinor: number;
  readonly podSecurity?: LeveledVersion;
  /** The places that images may come from; by default, all places. */
  readonly allowedRegistries?: readonly string[];
  /** Every image needs a digest. */
  readonly requireDigest?: boolean;
  /** What the configuration accepts in this file. */
  readonly ignored?: readonly IgnoreEntry[];
  /** The configuration leaves this file out: nothing is found in it, and it says nothing of other files. */
  readonly isExcluded?: true;
  /** Whether comments and annotations silence findings; by default, they do. */
  readonly inlineIgnores?: boolean;
}

/** The options without any decision of a user. */
export const DEFAULT_OPTIONS: AnalysisOptions = { severities: new Map(), kubernetesMinor: NEWEST_KUBERNETES_MINOR };

/** Whether a rule is not to run. */
export function isOff(rule: Rule, { only, severities }: AnalysisOptions): boolean {
  // This rule also runs with `only`: it reports that the other rules did not run completely.
  if (only !== undefined && !only.has(rule.id) && rule.id !== notJudged.id) return true;
  // A rule in `only` runs even if it is off by default.
  return (severities.get(rule.id) ?? (only ? 'asked for' : rule.severity)) === 'off';
}

/** The severity that the user sets comes first, then that of the finding, then the default of the rule. */
export function severityOf({ id, severity }: Rule, { severities }: AnalysisOptions, own?: Severity): Severity {
  const chosen = severities.get(id);
  if (chosen && chosen !== 'off') return chosen;
  return own ?? (severity === 'off' ? 'warning' : severity);
}
