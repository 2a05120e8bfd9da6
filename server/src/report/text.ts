import { createColors } from 'picocolors';
import type { Severity } from '../rules/severity';
import { printable } from '../text/printable';
import { frameOf } from './frame';
import { leftOutSentence } from './left-out';
import type { Report, ReportedFinding } from './report';

type Colors = ReturnType<typeof createColors>;

const ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** For people: each finding with the line that it is about, and a count at the end. */
export async function* toText(report: Report, hasColors: boolean): AsyncGenerator<string> {
  const colors = createColors(hasColors);
  const counts = new Map<Severity, number>();
  for await (const { text, findings } of report.checked) {
    const lines = findings.length > 0 ? text.split('\n') : [];
    for (const finding of findings) {
      counts.set(finding.severity, (counts.get(finding.severity) ?? 0) + 1);
      yield `${describe(finding, lines, colors)}\n`;
    }
  }
  for (const { file, reason } of report.skipped)
    yield `${colors.yellow('skipped')} ${colors.bold(printable(file))}: ${printable(reason)}\n\n`;
  const leftOut = leftOutSentence(report.leftOut);
  if (leftOut !== undefined) yield `${leftOut}\n`;
  yield summary(report, counts);
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

function summary({ files, skipped }: Report, counts: ReadonlyMap<Severity, number>): string {
  const words = ORDER.flatMap((severity) => plural(counts.get(severity) ?? 0, severity) ?? []);
  const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${words.length > 0 ? words.join(', ') : 'No findings'} in ${count(files, 'file')}${rest}\n`;
}

function plural(number: number, noun: string): string | undefined {
  return number === 0 ? undefined : count(number, noun);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 || noun === 'information' ? '' : 's'}`;
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
