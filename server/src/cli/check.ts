import { type Report, skippedIn } from '../report/report';
import { Analyzer } from '../rules/engine';
import { RULES } from '../rules/index';
import { DEFAULT_OPTIONS } from '../rules/options';
import type { Rule } from '../rules/rule';
import { WorkspaceIndex } from '../workspace/workspace-index';
import { changeFiles } from './change-files';
import { readConfiguration } from './configuration';
import { readInputs } from './files';
import type { SafeIo } from './io';
import { Mistakes } from './mistakes';
import { type CheckOptions, parseCheckOptions, UsageError } from './options';
import { readFacts, type WorkloadReading } from './read-facts';
import { Tally } from './tally';
import { type FileToJudge, verdictsOn } from './verdicts';
import { reportTexts, writeReport } from './write-report';

/**
 * `check`: the findings in manifests. All files of a call are one workspace: policies and namespaces are looked up in it.
 * First, the facts of all files are read; then the files are judged one by one.
 * @returns the exit code
 * @throws UsageError
 */
export async function check(words: readonly string[], io: SafeIo, rules: readonly Rule[] = RULES): Promise<number> {
  const options = parseCheckOptions(words);
  const inputs = await readInputs(options, io);
  if (options.fix && inputs.files.some(({ path }) => path === undefined))
    throw new UsageError("`--fix` can't write to stdin; use `--fix-dry-run`, or name a file.");

  const optionsFor = await readConfiguration(options, io);
  const index = new WorkspaceIndex();
  const mistakes = new Mistakes();
  const analyzer = new Analyzer(rules, index, DEFAULT_OPTIONS, (error, rule) => void mistakes.add(error, rule));
  const reading: WorkloadReading = showsSkippedLast(options) ? 'later' : 'now';
  const files: FileToJudge[] = [];
  for (const input of inputs.files) files.push(readFacts(input, await optionsFor(input), { analyzer, index }, reading));
  if (index.asksForWorkloads) {
    for (const { input, file } of files) {
      index.update(input.name, file);
      index.release(file);
    }
  }
  const notJudged: { readonly name: string; readonly reasons: readonly string[] }[] = [];
  const judge = {
    analyzer,
    index,
    onFile: (name: string) => void mistakes.enter(name),
    onSkipped: (name: string, reasons: readonly string[]) => void notJudged.push({ name, reasons }),
  };
  const changes = await changeFiles(files, judge, options, io);

  for (const { input, unread, reasons } of files)
    if (unread.length === 0) notJudged.push({ name: input.name, reasons });

  const tally = new Tally();
  const report: Report = {
    files: files.length,
    get skipped() {
      return skippedIn(notJudged, inputs.skipped);
    },
    leftOut: inputs.leftOut,
    checked: tally.counting(verdictsOn(files, judge)),
  };
  // A dry run prints only its diff, so that it can be piped into patch.
  if (options.fixDryRun) {
    await writeReport([changes.diffs], options, io);
    for await (const _ of report.checked);
  } else await writeReport(reportTexts(report, options, io), options, io);

  const problems = [...changes.failures, ...inputs.unreadable];
  for (const problem of [...changes.notWritten, ...problems]) io.tell(problem);
  for (const mistake of mistakes.found) io.tellMistake(mistake);
  if (mistakes.found.size + problems.length > 0) return 2;
  return options.failOn !== 'never' && tally.has(options.failOn) ? 1 : 0;
}

/** Whether a report says what was skipped behind the verdicts, so that this need not be known before. */
function showsSkippedLast({ format }: CheckOptions): boolean {
  return format === 'text' || format === 'json' || format === 'github';
}
