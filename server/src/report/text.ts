import { createColors } from 'picocolors';
import type { Severity } from '../rules/severity';
import { frameOf, printable } from './frame';
import type { CheckedFile, Report, ReportedFinding } from './report';

type Colors = ReturnType<typeof createColors>;

const ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** For people: each finding with the line that it is about, and a count at the end. */
export function toText(report: Report, files: readonly CheckedFile[], hasColors: boolean): string {
  const colors = createColors(hasColors);
  const lines = new Map(files.map(({ name, file }) => [name, file?.text.split('\n') ?? []]));
  const findings = report.findings.map((finding) => describe(finding, lines.get(finding.file) ?? [], colors));
  const skipped = report.skipped.map(
    ({ file, reason }) => `${colors.yellow('skipped')} ${colors.bold(printable(file))}: ${printable(reason)}\n`,
  );
  return [...findings, ...skipped, summary(report)].join('\n');
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

function summary({ findings, files, skipped }: Report): string {
  const counts = ORDER.map(
    (severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const,
  );
  const words = counts.filter(([, count]) => count > 0).map(([severity, count]) => plural(count, severity));
  const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${words.length > 0 ? words.join(', ') : 'No findings'} in ${plural(files, 'file')}${rest}\n`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 || noun === 'information' ? '' : 's'}`;
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
