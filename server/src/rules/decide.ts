import type { Resource } from '../manifest/resource';
import type { RuleFinding } from './analysis';
import { type AnalysisOptions, severityOf } from './options';
import type { Rule } from './rule';
import type { FoundInPod } from './run-rule';
import { isWorse } from './severity';
import type { Suppressions } from './suppressions';

/** What decides about the findings of a document, besides the rules. */
interface Circumstances {
  readonly suppressions: Suppressions;
  readonly options: AnalysisOptions;
  readonly isPatch: boolean;
}

/** Drops findings that are silenced or uncertain here, and sets the severity. */
export function decideFindings(
  rule: Rule,
  resource: Resource,
  found: readonly FoundInPod[],
  { suppressions, options, isPatch }: Circumstances,
): Iterable<RuleFinding> {
  const { document } = resource;
  const isIncomplete = document.isTemplate || isPatch;
  // Keeps one finding for each rule and container, else for each rule and entry, pod or resource: the worst.
  const worst = new Map<unknown, RuleFinding>();
  for (const { finding, pod } of found) {
    const subject = finding.container ?? finding.entry?.node ?? pod ?? resource;
    const span = finding.span ?? finding.at.span;
    if (finding.isAbsence && (isIncomplete || pod?.isPartial)) continue;
    if (suppressions.silences(rule.id, { finding, resource, pod }, span)) continue;
    const severity = severityOf(rule, options, finding.severity);
    const known = worst.get(subject);
    if (!known || isWorse(severity, known.severity)) {
      const message = shortened(finding.message);
      worst.set(subject, { ...finding, message, rule, severity, span, resource });
    }
  }
  return worst.values();
}

/** In UTF-16 units: a message quotes text from the manifest, which can have any length. */
const LONGEST_MESSAGE = 1000;

function shortened(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  // Removes the first half of a character whose second half is cut off.
  return `${message.slice(0, LONGEST_MESSAGE).replace(/[\ud800-\udbff]$/, '')}…`;
}
