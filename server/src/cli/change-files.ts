import type { ManifestFile } from '../manifest/file';
import { RegistryClient } from '../registry/registry-client';
import { reasonsToSkip } from '../report/report';
import { diffOfFixes, fixInPlace } from './fix';
import type { InputFile } from './input-file';
import type { SafeIo } from './io';
import { openedPaths } from './kubectl';
import type { CheckOptions } from './options';
import { ImagePinner } from './pin';
import type { FileToJudge, Judge } from './verdicts';

/** What `--fix`, `--fix-dry-run` and `--pin` did. */
interface Changes {
  readonly diffs: string;
  /** Sentences about the files that were not changed. */
  readonly notWritten: readonly string[];
  /** Sentences about what went wrong, so that the exit code is 2. */
  readonly failures: readonly string[];
}

/**
 * Changes files on the disk as the options ask for, and puts the changed files in their places in the list.
 * @throws UsageError if a file can't be written
 */
export async function changeFiles(
  files: FileToJudge[],
  { analyzer, index, onFile }: Judge,
  options: CheckOptions,
  io: SafeIo,
): Promise<Changes> {
  if (!options.fix && !options.fixDryRun && !options.pin) return { diffs: '', notWritten: [], failures: [] };
  const registries = new RegistryClient();
  registries.configure({ insecure: options.insecureRegistries });
  const pinner = new ImagePinner(registries, index, [io.cwd, ...openedPaths(options.paths, io)]);
  const notWritten: string[] = [];
  // The changed text of files, by real path. Links to a file show its new text, so they come after it.
  const changed = new Map<string, ManifestFile>();
  let diffs = '';
  const order = [...files.entries()].sort(([, a], [, b]) => Number(isLinked(a.input)) - Number(isLinked(b.input)));
  for (const [position, next] of order) {
    const { input, file, options: own } = next;
    onFile(input.name);
    if (options.fixDryRun) diffs += diffOfFixes(input, file, analyzer, own);
    const before = changed.get(input.real ?? '') ?? file;
    const fixed = options.fix ? await fixInPlace(input, before, analyzer, own, io.cwd) : { file: before };
    const pinned = options.pin ? await pinner.pin(input, fixed.file, io.cwd) : fixed;
    const reason = fixed.notWritten ?? pinned.notWritten;
    if (reason !== undefined) notWritten.push(`${input.name} was not changed: ${reason}; change the file yourself`);
    if (input.real !== undefined) changed.set(input.real, pinned.file);
    if (pinned.file !== file) files[position] = changedFile(next, pinned.file);
  }
  return { diffs, notWritten, failures: pinner.failures };
}

/** An edit moves the lines that the reasons name. */
function changedFile(before: FileToJudge, file: ManifestFile): FileToJudge {
  return { ...before, file, documents: file.documents, unread: [], reasons: reasonsToSkip(file) };
}

function isLinked({ path, real }: InputFile): boolean {
  return path !== real;
}
