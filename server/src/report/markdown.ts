import type { Severity } from '../rules/severity';
import { code, joined, type Markdown, markdown, prose } from '../text/markdown';
import type { ReportedFinding } from './finding';
import { leftOutSentence } from './left-out';
import type { Report } from './report';
import { RuleCounts } from './rule-counts';
import { countOf, countSeverities, countWords, isAtLeast, worstOnTop } from './severities';
import { acceptedSentence } from './words';

/** A summary that is longer is cut by CI services. */
const MOST_ROWS = 100;

/** A summary for a page of a CI service: counts by rule, the worst findings, and what was not checked. */
export async function* toMarkdownSummary(report: Report, least: Severity): AsyncGenerator<string> {
  const [rules, all]: [RuleCounts, ReportedFinding[]] = [new RuleCounts(), []];
  const counts = new Map<Severity, number>();
  for await (const { findings } of report.checked) {
    for (const [severity, number] of countSeverities(findings))
      counts.set(severity, (counts.get(severity) ?? 0) + number);
    for (const finding of findings) {
      rules.add(finding);
      if (isAtLeast(finding.severity, least)) all.push(finding);
    }
  }
  const worst = worstOnTop(all);
  yield `## Sidecar Guard\n\n${countWords(counts) ?? 'No findings'} in ${countOf(report.files, 'file')}.\n`;
  if (rules.size > 0)
    yield table(
      ['Findings', 'Severity', 'Rule'],
      rules.rows.map(({ rule, severity, count }) => [markdown`${count}`, markdown`${severity}`, code(rule)]),
    );
  if (worst.length > 0) yield table(['Severity', 'Place', 'Finding'], worst.slice(0, MOST_ROWS).map(toRow));
  if (worst.length > MOST_ROWS) yield `\n${worst.length - MOST_ROWS} more are not shown.\n`;
  const { skipped } = report;
  if (skipped.length > 0)
    yield table(
      ['Skipped', 'Why'],
      skipped.slice(0, MOST_ROWS).map(({ file, reason }) => [cell(file), prose(reason)]),
    );
  if (skipped.length > MOST_ROWS) yield `\n${skipped.length - MOST_ROWS} more were skipped.\n`;
  for (const sentence of [leftOutSentence(report.leftOut), acceptedSentence(report.accepted)])
    if (sentence !== undefined) yield `\n${prose(sentence).source}\n`;
}

function toRow({ severity, file, range, message, rule }: ReportedFinding): Markdown[] {
  const place = cell(`${file}:${range.start.line + 1}`);
  return [markdown`${severity}`, place, markdown`${prose(message.replaceAll('|', '¦'))} (${code(rule)})`];
}

/** A bar ends a cell, also in code. */
function cell(text: string): Markdown {
  return code(text.replaceAll('|', '¦'));
}

function table(head: readonly string[], rows: readonly (readonly Markdown[])[]): string {
  const lines = rows.map((row) => `| ${joined(row, ' | ').source} |\n`);
  return `\n| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}\n${lines.join('')}`;
}
