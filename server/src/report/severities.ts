import { isWorse, SEVERITIES, type Severity } from '../rules/severity';

/** The worst first. */
const FROM_WORST = [...SEVERITIES].reverse();

/** How many findings there are of each severity. */
export type SeverityCounts = ReadonlyMap<Severity, number>;

export function countSeverities(findings: Iterable<{ readonly severity: Severity }>): Map<Severity, number> {
  const counts = new Map<Severity, number>();
  for (const { severity } of findings) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  return counts;
}

/** Which of two counts is worse: below zero for the first one. */
export function byWorst(one: SeverityCounts, other: SeverityCounts): number {
  for (const severity of FROM_WORST) {
    const more = (other.get(severity) ?? 0) - (one.get(severity) ?? 0);
    if (more !== 0) return more;
  }
  return 0;
}

/** Findings, the worst first; else in their order. */
export function worstOnTop<T extends { readonly severity: Severity }>(findings: readonly T[]): T[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
}

/** Whether a severity is this bad at least. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return !isWorse(least, severity);
}

/** `1 error, 2 warnings`; `undefined` if there is nothing. */
export function countWords(counts: SeverityCounts): string | undefined {
  const words = FROM_WORST.flatMap((severity) => {
    const number = counts.get(severity) ?? 0;
    return number === 0 ? [] : countOf(number, severity);
  });
  return words.length > 0 ? words.join(', ') : undefined;
}

export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 || noun === 'information' ? '' : 's'}`;
}
