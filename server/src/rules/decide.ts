import type { Resource } from '../manifest/resource';
import type { Container } from '../pod/container';
import type { RuleFinding } from './analysis';
import { type AnalysisOptions, severityOf } from './options';
import type { Finding, Rule } from './rule';
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
  const isIncomplete = resource.document.isTemplate || isPatch;
  // Keeps one finding for each rule and entry, else for each rule and container, pod or resource: the worst.
  const worst = new Map<unknown, RuleFinding>();
  for (const { finding, container, pod } of found) {
    if (finding.isAbsence && (isIncomplete || pod?.isPartial)) continue;
    const made = toRuleFinding(rule, resource, finding, container, options);
    const subject = finding.entry ?? made.container ?? pod ?? resource;
    if (suppressions.silences(rule.id, { finding: made, resource, pod, subject })) continue;
    const known = worst.get(subject);
    if (!known || isWorse(made.severity, known.severity)) worst.set(subject, made);
  }
  return worst.values();
}

/** All findings have the same fields in the same order, so that those who read them are fast. */
export function toRuleFinding(
  rule: Rule,
  resource: Resource,
  finding: Finding,
  container: Container | undefined,
  options: AnalysisOptions,
): RuleFinding {
  const { onceAFile } = finding;
  return {
    rule,
    severity: severityOf(rule, options, finding.severity),
    span: finding.span ?? finding.at.span,
    resource,
    at: finding.at,
    message: shortened(finding.message),
    container: finding.container ?? container,
    entry: finding.entry,
    onceAFile: onceAFile && ((others) => shortened(onceAFile(others))),
    related: finding.related,
    fixes: finding.fixes,
    isAbsence: finding.isAbsence === true,
  };
}

/** In UTF-16 units: a message quotes text from the manifest, which can have any length. */
const LONGEST_MESSAGE = 1000;

function shortened(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  // Removes the first half of a character whose second half is cut off.
  return `${message.slice(0, LONGEST_MESSAGE).replace(/[\ud800-\udbff]$/, '')}…`;
}
