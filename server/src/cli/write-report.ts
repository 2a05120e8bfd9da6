import { resolve } from 'node:path';
import { toGitHub } from '../report/github';
import { toJsonReport } from '../report/json';
import { toJUnit } from '../report/junit';
import type { Report } from '../report/report';
import { toSarif } from '../report/sarif';
import { toText } from '../report/text';
import { printableLines } from '../text/printable';
import type { SafeIo } from './io';
import type { CheckOptions, Format } from './options';
import { writeOutput } from './write-file';

/** The report in the format that the user asked for, part by part; a part ends with a line, or inside a JSON value. */
export async function* reportTexts(
  report: Report,
  { format, output }: CheckOptions,
  io: SafeIo,
): AsyncGenerator<string> {
  switch (format) {
    case 'text':
      for await (const text of toText(report, io.hasColors && output === undefined))
        yield printableLines(text, io.hasColors);
      break;
    case 'json':
      yield* toJsonReport(report);
      break;
    case 'sarif':
      yield* toSarif(report);
      break;
    case 'github':
      yield* toGitHub(report);
      break;
    case 'junit':
      yield* toJUnit(report);
  }
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
