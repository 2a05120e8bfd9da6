import { ManifestFile } from '../manifest/file';
import type { AnalysisOptions, Analyzer } from '../rules/engine';
import { fixFile } from '../rules/safe-fixes';
import { unifiedDiff } from './diff';
import { type InputFile, writeText } from './files';

/**
 * Applies every safe fix to a file on the disk, and gives the file as it is then.
 * @throws UsageError where it can't be written
 */
export async function fixInPlace(
  input: InputFile,
  file: ManifestFile,
  analyzer: Analyzer,
  options: AnalysisOptions,
): Promise<ManifestFile> {
  const text = fixFile(file, analyzer, options);
  if (text === file.text) return file;
  await writeText(input, text);
  return ManifestFile.read(text, file);
}

/** What `fixInPlace` would change, for `patch`; nothing where that is nothing. */
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
