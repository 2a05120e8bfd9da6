import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ManifestFile } from '../manifest/file';
import { RegistryClient } from '../registry/registry-client';
import { toGitHub } from '../report/github';
import { toJson } from '../report/json';
import { toJUnit } from '../report/junit';
import { type CheckedFile, type Report, toReport } from '../report/report';
import { toSarif } from '../report/sarif';
import { toText } from '../report/text';
import { type AnalysisOptions, Analyzer, DEFAULT_OPTIONS } from '../rules/engine';
import { RULES } from '../rules/index';
import type { Rule } from '../rules/rule';
import { isWorse } from '../rules/severity';
import { WorkspaceIndex } from '../workspace/workspace-index';
import { readConfiguration } from './configuration';
import { type InputFile, readInputs, reasonOf } from './files';
import { diffOfFixes, fixInPlace } from './fix';
import type { Io } from './io';
import { type CheckOptions, parseCheckOptions, UsageError } from './options';
import { ImagePinner } from './pin';

/**
 * `check`: the verdict on manifests. All files together are the workspace that policies and namespaces are looked up in.
 * @returns the exit code
 * @throws UsageError
 */
export async function check(words: readonly string[], io: Io, rules: readonly Rule[] = RULES): Promise<number> {
  const options = parseCheckOptions(words);
  const inputs = await readInputs(options.paths, io);
  const stdin = inputs.find(({ path }) => path === undefined);
  if (options.fix && stdin) throw new UsageError("--fix can't write to stdin; use --fix-dry-run, or name a file.");

  const index = new WorkspaceIndex();
  // Each once, though a fixed file is analysed several times.
  const mistakes = new Set<string>();
  let current = '';
  const optionsFor = await readConfiguration(options, io);
  const analyzer = new Analyzer(rules, index, DEFAULT_OPTIONS, (error, rule) => {
    const details = error instanceof Error ? error.stack : String(error);
    mistakes.add(`an internal error in the rule "${rule.id}" on ${current}, please report it: ${details}`);
  });
  const registries = new RegistryClient();
  registries.configure({ insecure: options.insecureRegistries });
  const pinner = new ImagePinner(registries, index);
  const files = inputs.map((input) => {
    const file = input.text === undefined ? undefined : ManifestFile.read(input.text);
    if (file) index.update(input.name, file);
    return { input, file };
  });

  const checked: CheckedFile[] = [];
  let diffs = '';
  for (const { input, file } of files) {
    current = input.name;
    const own = await optionsFor(input.path);
    if (file && options.fixDryRun) diffs += diffOfFixes(input, file, analyzer, own);
    const fixed = file && options.fix ? await fixInPlace(input, file, analyzer, own) : file;
    const after = fixed && options.pin ? await pinner.pin(input, fixed) : fixed;
    checked.push(checkFile(input, after, analyzer, own));
  }
  const report = toReport(checked, index);
  // A dry run prints its diff and nothing else, so that it can be piped into patch.
  await write(options.fixDryRun ? diffs : render(report, checked, options, io), options, io);
  for (const problem of [...mistakes, ...pinner.failures]) io.stderr(`sidecar-guard: ${problem}\n`);
  return mistakes.size + pinner.failures.length > 0 ? 2 : exitCode(report, options);
}

function checkFile(
  { name }: InputFile,
  file: ManifestFile | undefined,
  analyzer: Analyzer,
  options: AnalysisOptions,
): CheckedFile {
  const placed = file?.documents ?? [];
  const documents = placed.map((place) => ({ ...place, analysis: analyzer.analyse(place.document, options) }));
  return { name, file, documents, options };
}

function exitCode({ findings }: Report, { failOn }: CheckOptions): number {
  return failOn !== 'never' && findings.some(({ severity }) => !isWorse(failOn, severity)) ? 1 : 0;
}

function render(report: Report, checked: readonly CheckedFile[], { format, output }: CheckOptions, io: Io): string {
  switch (format) {
    case 'text':
      return toText(report, checked, io.hasColors && output === undefined);
    case 'json':
      return toJson(report);
    case 'sarif':
      return toSarif(report);
    case 'github':
      return toGitHub(report);
    case 'junit':
      return toJUnit(report, checked);
  }
}

/**
 * Writes a report to where it belongs.
 * @throws UsageError
 */
export async function write(text: string, { output }: Pick<CheckOptions, 'output'>, io: Io): Promise<void> {
  if (output === undefined) {
    io.stdout(text);
    return;
  }
  await writeFile(resolve(io.cwd, output), text).catch((error: unknown) => {
    throw new UsageError(`--output ${output} can't be written (${reasonOf(error)}); check the path.`);
  });
}
