import { resolve } from 'node:path';
import { type LeftOut, leftOutSentence, NOTHING_LEFT_OUT, type Skipped } from '../report/left-out';
import { expandPath, type WantedFile } from './expand-path';
import { nameOf } from './file-names';
import { type InputFile, readInputFile, readStdin } from './input-file';
import type { Io } from './io';
import { UsageError } from './options';
import type { NotRead } from './search-result';

/** The files that a call reads. */
export interface Inputs {
  /** Stdin first, the others by name. */
  readonly files: readonly InputFile[];
  readonly skipped: readonly Skipped[];
  readonly leftOut: LeftOut;
  /** Why some of the named files have no verdict: sentences for the user. The exit code is then 2. */
  readonly unreadable: readonly string[];
}

/** How files are searched. */
export interface SearchOptions {
  readonly paths: readonly string[];
  /** Whether .gitignore counts. */
  readonly ignores: boolean;
}

/**
 * Reads the files that paths stand for: a file itself, the YAML files of a folder, stdin for `-`.
 * @throws UsageError for a path that does not exist or can't be read, and if no file was found
 */
export async function readInputs(options: SearchOptions, io: Io): Promise<Inputs> {
  const inputs = await findInputs(options, io);
  if (inputs.files.length + inputs.unreadable.length > 0) return inputs;
  const details = [
    ...inputs.skipped.slice(0, 3).map(({ file, reason }) => `${file}: ${reason}`),
    leftOutSentence(inputs.leftOut) ?? [],
  ].flat();
  throw new UsageError(
    `No manifest was found in ${options.paths.join(', ')}. ${[...details, 'Name files, or a folder with *.yaml or *.yml files.'].join(' ')}`,
  );
}

/**
 * Like `readInputs`, but it is not an error if no file is found.
 * @throws UsageError
 */
export async function findInputs({ paths, ignores }: SearchOptions, io: Io): Promise<Inputs> {
  const wanted = new Map<string, WantedFile>();
  const notRead: NotRead[] = [];
  let leftOut = NOTHING_LEFT_OUT;
  for (const path of paths) {
    if (path === '-') continue;
    const expanded = await expandPath(resolve(io.cwd, path), ignores, io.cwd);
    for (const file of expanded.files) if (!wanted.has(file.path)) wanted.set(file.path, file);
    notRead.push(...expanded.notRead);
    leftOut = sum(leftOut, expanded.leftOut);
  }
  const files: InputFile[] = [];
  const take = (read: InputFile | NotRead): void => void ('reason' in read ? notRead.push(read) : files.push(read));
  if (paths.includes('-')) take(await readStdin(io));
  const sorted = [...wanted.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const one of sorted) take(await readInputFile(one, io.cwd));
  const named = uniqueBy(notRead, ({ path }) => path).map((one) => ({ ...one, file: nameOf(one.path, io.cwd) }));
  return {
    files,
    skipped: [
      ...named.map(({ file, reason }) => ({ file, reason })),
      ...files.filter(({ isText }) => !isText).map(({ name }) => ({ file: name, reason: 'It is not UTF-8 text.' })),
    ],
    leftOut,
    unreadable: named.flatMap(({ file, reason, isUnreadable }) =>
      isUnreadable ? `${file} was not judged. ${reason}` : [],
    ),
  };
}

function sum(one: LeftOut, other: LeftOut): LeftOut {
  return {
    ignoredFiles: one.ignoredFiles + other.ignoredFiles,
    ignoredFolders: one.ignoredFolders + other.ignoredFolders,
    foreignFolders: one.foreignFolders + other.foreignFolders,
  };
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
