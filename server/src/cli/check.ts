import { ManifestFile } from '../manifest/file';
import { type Report, reasonsToSkip, skippedIn } from '../report/report';
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
import { parseCheckOptions, UsageError } from './options';
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
  const files: FileToJudge[] = [];
  for (const input of inputs.files) {
    const file = ManifestFile.read(input.text);
    index.update(input.name, file);
    const reasons = reasonsToSkip(file);
    // All trees together would take much more memory than all texts.
    index.release(file);
    files.push({ input, file, reasons, options: await optionsFor(input) });
  }
  const mistakes = new Mistakes();
  const analyzer = new Analyzer(rules, index, DEFAULT_OPTIONS, (error, rule) => void mistakes.add(error, rule));
  const judge = { analyzer, index, onFile: (name: string) => void mistakes.enter(name) };
  const changes = await changeFiles(files, judge, options, io);

  const tally = new Tally();
  const report: Report = {
    files: files.length,
    skipped: skippedIn(files, inputs.skipped),
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
