import { createColors } from 'picocolors';
import { SEVERITIES, type Severity } from '../rules/severity';
import { printable } from '../text/printable';
import type { ReportedFinding } from './finding';
import { frameOf } from './frame';
import { leftOutSentence } from './left-out';
import type { Report, ReportedFile } from './report';
import { RuleCounts } from './rule-counts';
import {
  byWorst,
  countOf,
  countSeverities,
  countWords,
  isAtLeast,
  type SeverityCounts,
  worstOnTop,
} from './severities';
import { acceptedSentence } from './words';

type Colors = ReturnType<typeof createColors>;

/** How text is written. */
export interface TextOptions {
  readonly hasColors: boolean;
  /** The least severity that is shown. */
  readonly severity: Severity;
  /** Findings only. */
  readonly isQuiet: boolean;
}

/** The findings of a file, as text. */
interface Section {
  readonly counts: SeverityCounts;
  readonly text: string;
}

/** For people: the worst files first, each finding with the line that it is about, and counts at the end. */
export async function* toText(report: Report, { hasColors, severity, isQuiet }: TextOptions): AsyncGenerator<string> {
  const colors = createColors(hasColors);
  const sections: Section[] = [];
  const [shown, rules] = [new Map<Severity, number>(), new RuleCounts()];
  const all = new Map<Severity, number>();
  for await (const file of report.checked) {
    add(all, countSeverities(file.findings));
    const findings = file.findings.filter((finding) => isAtLeast(finding.severity, severity));
    if (findings.length === 0) continue;
    const counts = countSeverities(findings);
    add(shown, counts);
    for (const finding of findings) rules.add(finding);
    sections.push({ counts, text: sectionOf(file, findings, colors) });
  }
  // The order of names holds among those that are equal.
  sections.sort((one, other) => byWorst(one.counts, other.counts));
  for (const { text } of sections) yield text;
  if (isQuiet) return;
  for (const { file, reason } of report.skipped)
    yield `${colors.yellow('skipped')} ${colors.bold(printable(file))}: ${printable(reason)}\n\n`;
  const leftOut = leftOutSentence(report.leftOut);
  if (leftOut !== undefined) yield `${leftOut}\n`;
  const accepted = acceptedSentence(report.accepted);
  if (accepted !== undefined) yield `${accepted}\n`;
  if (rules.size > 1) yield `${byRule(rules, colors)}\n`;
  yield summary(report, all, shown, severity);
}

function sectionOf({ name, text }: ReportedFile, findings: readonly ReportedFinding[], colors: Colors): string {
  const lines = text.split('\n');
  const heading = `${colors.bold(printable(name))}: ${countWords(countSeverities(findings))}\n\n`;
  return (
    heading +
    worstOnTop(findings)
      .map((finding) => `${describe(finding, lines, colors)}\n`)
      .join('')
  );
}

function describe({ file, range, severity, message, rule }: ReportedFinding, lines: readonly string[], colors: Colors) {
  const place = printable(`${file}:${range.start.line + 1}:${range.start.character + 1}`);
  const source = (lines[range.start.line] ?? '').replace(/\r$/, '');
  const { line, indent, mark } = frameOf(source, range.start, range.end);
  const number = String(range.start.line + 1);
  return [
    `${colors.bold(place)} ${paint(severity, colors)} ${printable(message)} ${colors.dim(rule)}\n`,
    `${colors.dim(`${number} |`)} ${line}\n`,
    `${' '.repeat(number.length)} ${colors.dim('|')} ${indent}${paint(severity, colors, mark)}\n`,
  ].join('');
}

function byRule(rules: RuleCounts, colors: Colors): string {
  const width = Math.max(...rules.rows.map(({ count }) => String(count).length));
  return rules.rows
    .map(({ rule, severity, count }) => `${String(count).padStart(width)} ${paint(severity, colors)} ${rule}\n`)
    .join('');
}

function summary({ files, skipped }: Report, all: SeverityCounts, shown: SeverityCounts, least: Severity): string {
  const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  const total = `${countWords(all) ?? 'No findings'} in ${countOf(files, 'file')}${rest}`;
  const hidden = sum(all) - sum(shown);
  const more = SEVERITIES.find((severity) => (all.get(severity) ?? 0) > 0);
  if (hidden === 0 || isAtLeast(more ?? least, least)) return `${total}\n`;
  return `${hidden} not shown; \`--severity ${more}\` shows all.\n${total}\n`;
}

function sum(counts: SeverityCounts): number {
  return [...counts.values()].reduce((total, number) => total + number, 0);
}

function add(total: Map<Severity, number>, more: SeverityCounts): void {
  for (const [severity, number] of more) total.set(severity, (total.get(severity) ?? 0) + number);
}

function paint(severity: Severity, colors: Colors, text: string = severity): string {
  switch (severity) {
    case 'error':
      return colors.red(text);
    case 'warning':
      return colors.yellow(text);
    case 'information':
      return colors.cyan(text);
    case 'hint':
      return colors.dim(text);
  }
}
