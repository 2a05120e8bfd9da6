import { checksum } from '../baseline/identity';
import type { Severity } from '../rules/severity';
import type { ReportedFinding } from './finding';
import { Fingerprints } from './fingerprints';
import { JsonItems } from './json';
import { leftOutSentence } from './left-out';
import type { Report } from './report';

const SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'major',
  information: 'minor',
  hint: 'info',
};

/** The code quality report of GitLab: a part of the format of Code Climate (GitLab, "Code Quality", "Code quality report format"). */
export async function* toGitLab(report: Report): AsyncGenerator<string> {
  const [items, prints] = [new JsonItems(2), new Fingerprints()];
  yield '[';
  for await (const { findings } of report.checked)
    for (const finding of findings) yield items.add(toIssue(finding, prints.of(finding)));
  // The format has no other place for what was not checked.
  for (const { file, reason } of report.skipped) yield items.add(toNote('skipped', file, reason));
  const sentence = leftOutSentence(report.leftOut);
  if (sentence !== undefined) yield items.add(toNote('left-out', '.', sentence));
  yield `${items.end()}\n`;
}

function toIssue({ rule, severity, message, file, range }: ReportedFinding, fingerprint: string): object {
  return {
    type: 'issue',
    check_name: rule,
    description: message,
    categories: ['Security'],
    severity: SEVERITIES[severity],
    fingerprint,
    location: { path: file, lines: { begin: range.start.line + 1, end: range.end.line + 1 } },
  };
}

function toNote(check: string, path: string, description: string): object {
  const fingerprint = checksum([check, path, description].join('\n'));
  return {
    type: 'issue',
    check_name: check,
    description,
    categories: ['Style'],
    severity: 'info',
    fingerprint,
    location: { path, lines: { begin: 1, end: 1 } },
  };
}
