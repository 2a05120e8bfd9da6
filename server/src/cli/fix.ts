import { ManifestFile } from '../manifest/file';
import type { Analyzer } from '../rules/engine';
import type { AnalysisOptions } from '../rules/options';
import { fixFile } from '../rules/safe-fixes';
import { unifiedDiff } from './diff';
import type { InputFile } from './input-file';
import { writeText } from './write-file';

/** A file after a change, and why it was not written, if so, as a clause for the user. */
export interface Changed {
  readonly file: ManifestFile;
  readonly notWritten?: string;
}

/**
 * Applies every safe fix to a file on the disk.
 * @throws UsageError if it can't be written
 */
export async function fixInPlace(
  input: InputFile,
  file: ManifestFile,
  analyzer: Analyzer,
  options: AnalysisOptions,
  cwd: string,
): Promise<Changed> {
  const text = fixFile(file, analyzer, options);
  if (text === file.text) return { file };
  const notWritten = await writeText(input, file.text, text, cwd);
  return notWritten === undefined ? { file: ManifestFile.read(text, file) } : { file, notWritten };
}

/** The changes of `fixInPlace` as a diff for `patch`; empty if there are none. */
export function diffOfFixes(
  input: InputFile,
  file: ManifestFile,
  analyzer: Analyzer,
  options: AnalysisOptions,
): string {
  const text = fixFile(file, analyzer, options);
  const mark = input.hasByteOrderMark ? '\ufeff' : '';
  return text === file.text ? '' : unifiedDiff(input.name, mark + file.text, mark + text);
}
