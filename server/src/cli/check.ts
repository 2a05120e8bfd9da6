import { type Report, type ReportedFile, skippedIn } from '../report/report';
import { RULES } from '../rules/index';
import type { Rule } from '../rules/rule';
import { acceptedFindings } from './accepted-findings';
import { changeFiles } from './change-files';
import { readInputs } from './files';
import type { SafeIo } from './io';
import { type CheckOptions, parseCheckOptions } from './options';
import { readAll } from './read-all';
import { Tally } from './tally';
import { UsageError } from './usage/words';
import { verdictsOn } from './verdicts';
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

  // First, so that the other commit is out of the memory again.
  const accepted = await acceptedFindings(options, inputs, io, rules);
  const judging = await readAll(inputs, options, showsSkippedLast(options) ? 'later' : 'now', rules);
  const { files, judge, mistakes } = judging;
  const changes = await changeFiles(files, judge, options, io);
  judging.settle();

  const tally = new Tally();
  const verdicts = watched(verdictsOn(files, judge), files.length, io);
  const report: Report = {
    files: files.length,
    get skipped() {
      return skippedIn(judging.notJudged, inputs.skipped);
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
