import { resolve } from 'node:path';
import { toGitHub } from '../report/github';
import { toJsonReport } from '../report/json';
import { toJUnit } from '../report/junit';
import type { Report } from '../report/report';
import { toSarif } from '../report/sarif';
import { type TextOptions, toText } from '../report/text';
import { printableLines } from '../text/printable';
import type { SafeIo } from './io';
import type { CheckOptions, Format, ReportOptions } from './options';
import { shared } from './shared';
import { writeOutput } from './write-file';

/**
 * Writes all reports of a run: while the verdicts are made, each is given to each of them.
 * @throws UsageError
 */
export async function writeReports(report: Report, options: CheckOptions, io: SafeIo): Promise<void> {
  const copies = shared(report.checked, options.reports.length);
  await Promise.all(
    options.reports.map(async (own, index) => {
      // `skipped` is complete only when the verdicts are, so it is not copied.
      const part: Report = Object.create(report, { checked: { value: copies[index] } });
      await writeReport(await reportTexts(part, own, options, io), own, io);
    }),
  );
}

/** The report in a format, part by part; a part ends with a line, or inside a JSON value. */
async function reportTexts(
  report: Report,
  { format, output }: ReportOptions,
  { severity, isQuiet }: CheckOptions,
  io: SafeIo,
): Promise<AsyncIterable<string>> {
  switch (format) {
    case 'text':
      return text(report, { severity, isQuiet, hasColors: output === undefined && io.hasColors });
    case 'json':
      return toJsonReport(report);
    case 'sarif':
      return toSarif(report);
    case 'github':
      return toGitHub(report);
    case 'gitlab':
      return (await import('../report/gitlab')).toGitLab(report);
    case 'junit':
      return toJUnit(report);
    case 'markdown':
      return (await import('../report/markdown')).toMarkdownSummary(report, severity);
  }
}

async function* text(report: Report, options: TextOptions): AsyncGenerator<string> {
  for await (const part of toText(report, options)) yield printableLines(part, options.hasColors);
}

/** The options that say where and how a report is written. */
type Output = { readonly output: string | undefined; readonly format?: Format };

/** In UTF-16 units: how much text is written at once. */
const AT_ONCE = 65_536;

/**
 * Writes a report to its file, or to stdout while it is made.
 * @throws UsageError
 */
export async function writeReport(
  texts: AsyncIterable<string> | Iterable<string>,
  { output, format }: Output,
  io: SafeIo,
): Promise<void> {
  const parts: string[] = [];
  let waiting = 0;
  const write = async (): Promise<void> => {
    const text = parts.splice(0).join('');
    waiting = 0;
    if (format === 'github') io.commands(text);
    else io.stdout(text);
    await io.ready?.();
  };
  for await (const text of texts) {
    parts.push(text);
    waiting += text.length;
    if (output === undefined && waiting >= AT_ONCE) await write();
  }
  if (output !== undefined) await writeOutput(resolve(io.cwd, output), output, parts.join(''), io.cwd);
  else await write();
}
