import type { Coverage } from '../../gating/coverage';
import { countSeverities, countWords } from '../../report/severities';
import { isWorse, type Severity } from '../../rules/severity';
import type { FindingSummary, WorkloadName } from './document-summary';

/** Whether policies check the images of a pod. */
export const COVERAGE_WORDS: Readonly<Record<Coverage, string>> = {
  gated: 'gated',
  audit: 'gates only report',
  partial: 'partly gated',
  none: 'not gated',
};

/** `1 error, 2 warnings`: what a view has room for. Lesser findings count only where there is nothing worse. */
export function countsOf(findings: readonly FindingSummary[]): string[] {
  const worse = findings.filter(({ severity }) => isWorse(severity, 'information'));
  const words = countWords(countSeverities(worse.length > 0 ? worse : findings));
  return words === undefined ? [] : [words];
}

export function worstIn(findings: readonly FindingSummary[]): { readonly worst?: Severity } {
  let worst: Severity | undefined;
  for (const { severity } of findings) if (worst === undefined || isWorse(severity, worst)) worst = severity;
  return worst === undefined ? {} : { worst };
}

export function workloadTitle({ kind, name }: WorkloadName): string {
  return `${kind} ${name}`;
}
