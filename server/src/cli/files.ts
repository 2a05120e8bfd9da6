import { resolve } from 'node:path';
import { type LeftOut, leftOutSentence, NOTHING_LEFT_OUT, type Skipped } from '../report/left-out';
import type { NotRead } from '../search/search-result';
import { ConfigurationFiles } from './configuration';
import { expandPath, type WantedFile } from './expand-path';
import { nameOf } from './file-names';
import { type InputFile, readInputFile, readStdin } from './input-file';
import type { SafeIo } from './io';
import { UsageError } from './usage/words';

/** The files that a call reads. */
export interface Inputs {
  /** Stdin first, the others by name. */
  readonly files: readonly InputFile[];
  readonly skipped: readonly Skipped[];
  readonly leftOut: LeftOut;
  /** Why some of the named files have no verdict: sentences for the user. The exit code is then 2. */
  readonly unreadable: readonly string[];
  /** All named paths are files that the configuration excludes. */
  readonly isOnlyExcluded: boolean;
  readonly configurations: ConfigurationFiles;
}

/** How files are searched. */
export interface SearchOptions {
  readonly paths: readonly string[];
  /** Whether .gitignore counts. */
  readonly ignores: boolean;
  /** The configuration file, as the user wrote it; if `undefined`, each manifest has the nearest one. */
  readonly config?: string | undefined;
  /** The name of stdin. */
  readonly stdinName?: string | undefined;
}

/**
 * Reads the files that paths stand for: a file itself, the YAML files of a folder, stdin for `-`.
 * @throws UsageError for a path that does not exist or can't be read, and if no file was found
 */
export async function readInputs(options: SearchOptions, io: SafeIo): Promise<Inputs> {
  const inputs = await findInputs(options, io);
  if (inputs.files.length + inputs.unreadable.length > 0) return inputs;
  // A tool that names the files of a commit need not know what is excluded.
  if (inputs.isOnlyExcluded) return inputs;
  const details = [
    ...inputs.skipped.slice(0, 3).map(({ file, reason }) => `${file}: ${reason}`),
    leftOutSentence(inputs.leftOut) ?? [],
  ].flat();
  throw new UsageError(
    `No manifest was found in ${options.paths.join(', ')}. ${[...details, 'Name files, or a folder with *.yaml, *.yml or *.json files.'].join(' ')}`,
  );
}

/**
 * Like `readInputs`, but it is not an error if no file is found.
 * @throws UsageError
 */
export async function findInputs(options: SearchOptions, io: SafeIo): Promise<Inputs> {
  const { paths, ignores } = options;
  const configurations = new ConfigurationFiles(options.config, io);
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
  const take = (read: InputFile | NotRead | undefined): void => {
    if (read) void ('reason' in read ? notRead.push(read) : files.push(read));
  };
  let excludedFiles = 0;
  if (paths.includes('-')) take(await readStdin(io, options.stdinName));
  for (const one of [...wanted.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (await configurations.excludes(one)) excludedFiles++;
    else take(await readInputFile(one, io.cwd));
  }
  leftOut = { ...leftOut, excludedFiles };
  const named = uniqueBy(notRead, ({ path }) => path).map((one) => ({ ...one, file: nameOf(one.path, io.cwd) }));
  return {
    files,
    skipped: [
      ...named.map(({ file, reason }) => ({ file, reason })),
      ...files.filter(({ isText }) => !isText).map(({ name }) => ({ file: name, reason: 'It is not UTF-8 text.' })),
    ],
    leftOut,
    isOnlyExcluded: excludedFiles > 0 && [...wanted.values()].every(({ isNamed }) => isNamed),
    configurations,
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
    excludedFiles: one.excludedFiles + other.excludedFiles,
  };
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
