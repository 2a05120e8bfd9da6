import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ManifestFile } from '../manifest/file';
import { toGitHub } from '../report/github';
import { toJson } from '../report/json';
import { toJUnit } from '../report/junit';
import { type CheckedFile, type Report, toReport } from '../report/report';
import { toSarif } from '../report/sarif';
import { toText } from '../report/text';
import { Analyzer } from '../rules/engine';
import { RULES } from '../rules/index';
import { fixFile } from '../rules/safe-fixes';
import { isWorse } from '../rules/severity';
import { WorkspaceIndex } from '../workspace/workspace-index';
import { unifiedDiff } from './diff';
import { type InputFile, readInputs } from './files';
import type { Io } from './io';
import { type CheckOptions, parseCheckOptions, UsageError } from './options';

/** `check`: the verdict on manifests. All files together are the workspace that policies and namespaces are looked up in. */
export async function check(words: readonly string[], io: Io): Promise<number> {
  const options = parseCheckOptions(words);
  const inputs = await readInputs(options.paths, io);
  const index = new WorkspaceIndex();
  const analyzer = new Analyzer(RULES, index, options.analysis);
  const files = inputs.map((input) => {
    const file = input.text === undefined ? undefined : ManifestFile.read(input.text);
    if (file) index.update(input.name, file);
    return { input, file };
  });

  const checked: CheckedFile[] = [];
  for (const { input, file } of files) {
    const after =
      file && (options.fix || options.fixDryRun) ? await applyFixes(input, file, analyzer, options, io) : file;
    checked.push({
      name: input.name,
      file: after,
      documents: (after?.documents ?? []).map((placed) => ({ ...placed, analysis: analyzer.analyse(placed.document) })),
    });
  }
  const report = toReport(checked, analyzer, index);
  // A dry run prints its diff and nothing else, so that it can be piped into patch.
  if (!options.fixDryRun) await write(render(report, checked, options, io), options, io);
  const { failOn } = options;
  return failOn !== 'never' && report.findings.some(({ severity }) => !isWorse(failOn, severity)) ? 1 : 0;
}

/** The file as it is afterwards: fixed, or for a dry run unchanged. */
async function applyFixes(
  input: InputFile,
  file: ManifestFile,
  analyzer: Analyzer,
  options: CheckOptions,
  io: Io,
): Promise<ManifestFile> {
  const text = fixFile(file, analyzer);
  if (text === file.text) return file;
  if (options.fixDryRun) {
    io.stdout(unifiedDiff(input.name, file.text, text));
    return file;
  }
  if (input.path === undefined) throw new UsageError("--fix can't write to stdin; use --fix-dry-run, or name a file.");
  await writeFile(input.path, text).catch((error: unknown) => {
    throw new UsageError(
      `${input.name} can't be written (${error instanceof Error ? error.message : String(error)}); check its permissions.`,
    );
  });
  return ManifestFile.read(text, file);
}

function render(report: Report, checked: readonly CheckedFile[], { format }: CheckOptions, io: Io): string {
  switch (format) {
    case 'text':
      return toText(report, checked, io.hasColors);
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

async function write(text: string, { output }: CheckOptions, io: Io): Promise<void> {
  if (output === undefined) {
    io.stdout(text);
    return;
  }
  await writeFile(resolve(io.cwd, output), text).catch((error: unknown) => {
    throw new UsageError(
      `--output ${output} can't be written (${error instanceof Error ? error.message : String(error)}); check the path.`,
    );
  });
}
