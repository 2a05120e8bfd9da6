import { withConfiguration } from '../configuration/configuration';
import { type Report, type ReportedFile, skippedIn } from '../report/report';
import { Analyzer } from '../rules/engine';
import { RULES } from '../rules/index';
import { type AnalysisOptions, DEFAULT_OPTIONS } from '../rules/options';
import type { Rule } from '../rules/rule';
import { WorkspaceIndex } from '../workspace/workspace-index';
import { acceptedFindings } from './accepted-findings';
import { changeFiles } from './change-files';
import { readInputs } from './files';
import type { SafeIo } from './io';
import { Mistakes } from './mistakes';
import { type CheckOptions, parseCheckOptions } from './options';
import { readFacts, type WorkloadReading } from './read-facts';
import { Tally } from './tally';
import { UsageError } from './usage/words';
import { type FileToJudge, verdictsOn } from './verdicts';
import { writeReport, writeReports } from './write-report';

/** How many files are judged between two steps of the progress. */
const FILES_A_STEP = 200;

/**
 * `check`: the findings in manifests. All files of a call are one workspace: policies and namespaces are looked up in it.
 * First, the facts of all files are read; then the files are judged one by one.
 * @returns the exit code
 * @throws UsageError
 */
export async function check(words: readonly string[], given: SafeIo, rules: readonly Rule[] = RULES): Promise<number> {
  const options = parseCheckOptions(words);
  const io = options.hasColors === undefined ? given : given.withColors(options.hasColors);
  const inputs = await readInputs(options, io);
  if (options.stdinName !== undefined && !options.paths.includes('-'))
    throw new UsageError('`--stdin-filename` is for stdin; add `-`.');
  if (options.fix && inputs.files.some(({ path }) => path === undefined))
    throw new UsageError("`--fix` can't write to stdin; use `--fix-dry-run`, or name a file.");

  const optionsFor = inputs.configurations.options((own) => finish(own, options));
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
  const accepted = await acceptedFindings(options, inputs, io);
  const verdicts = watched(verdictsOn(files, judge), files.length, io);
  const report: Report = {
    files: files.length,
    get skipped() {
      return skippedIn(notJudged, inputs.skipped);
    },
    get accepted() {
      return accepted?.counts;
    },
    leftOut: inputs.leftOut,
    checked: tally.counting(accepted ? accepted.leftOutOf(verdicts) : verdicts),
  };
  // A dry run prints only its diff, so that it can be piped into patch.
  if (options.fixDryRun) {
    await writeReport([changes.diffs], { output: options.reports[0]?.output }, io);
    for await (const _ of report.checked);
  } else await writeReports(report, options, io);
  await accepted?.write();

  const problems = [...changes.failures, ...inputs.unreadable];
  for (const problem of [...changes.notWritten, ...problems]) io.tell(problem);
  for (const mistake of mistakes.found) io.tellMistake(mistake);
  if (mistakes.found.size + problems.length > 0) return 2;
  return options.failOn !== 'never' && tally.has(options.failOn) ? 1 : 0;
}

/** The options for a file: what the command line sets comes last. */
function finish(options: AnalysisOptions, { overrides, only }: CheckOptions): AnalysisOptions {
  return { ...withConfiguration(options, overrides), ...(only && { only }) };
}

/** Shows how many files have been judged. */
async function* watched(
  verdicts: AsyncIterable<ReportedFile>,
  files: number,
  io: SafeIo,
): AsyncGenerator<ReportedFile> {
  let judged = 0;
  for await (const verdict of verdicts) {
    if (++judged % FILES_A_STEP === 0) io.progress(`${judged} of ${files} files…`);
    yield verdict;
  }
  if (judged >= FILES_A_STEP) io.progress('');
}

/** Whether a report says what was skipped behind the verdicts, so that this need not be known before. */
function showsSkippedLast({ reports }: CheckOptions): boolean {
  return reports.every(({ format }) => format !== 'sarif' && format !== 'junit');
}
