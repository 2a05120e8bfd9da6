import { createColors } from 'picocolors';
import type { Severity } from '../rules/severity';
import type { CheckedFile, Report, ReportedFinding } from './report';

type Colors = ReturnType<typeof createColors>;

const ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** For people: each finding with the line that it is about, and a count at the end. */
export function toText(report: Report, files: readonly CheckedFile[], hasColors: boolean): string {
  const colors = createColors(hasColors);
  const lines = new Map(files.map(({ name, file }) => [name, file?.text.split('\n') ?? []]));
  const findings = report.findings.map((finding) => describe(finding, lines.get(finding.file) ?? [], colors));
  const skipped = report.skipped.map(
    ({ file, reason }) => `${colors.yellow('skipped')} ${colors.bold(file)}: ${reason}\n`,
  );
  return [...findings, ...skipped, summary(report)].join('\n');
}

function describe(finding: ReportedFinding, lines: readonly string[], colors: Colors): string {
  const { file, range, severity, message, rule } = finding;
  const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
  return `${colors.bold(place)} ${paint(severity, colors)} ${message} ${colors.dim(rule)}\n${frame(finding, lines, colors)}`;
}

/** The line with what is meant underlined; of a longer text its first line. */
function frame({ range: { start, end }, severity }: ReportedFinding, lines: readonly string[], colors: Colors): string {
  const source = (lines[start.line] ?? '').replace(/\r$/, '');
  const number = String(start.line + 1);
  const last = end.line === start.line ? end.character : source.length;
  // Tabs stay tabs and wide characters take two columns, so that the mark stands below what it marks.
  const indent = source.slice(0, start.character).replace(/[^\t]/gu, (character) => ' '.repeat(widthOf(character)));
  const marked = [...source.slice(start.character, last)].reduce((width, character) => width + widthOf(character), 0);
  const mark = paint(severity, colors, '^'.repeat(Math.max(1, marked)));
  return `${colors.dim(`${number} |`)} ${source}\n${' '.repeat(number.length)} ${colors.dim('|')} ${indent}${mark}\n`;
}

/** The columns that a character takes in a terminal: two for East Asian wide ones and emoji. */
function widthOf(character: string): number {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(
    character,
  )
    ? 2
    : 1;
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
