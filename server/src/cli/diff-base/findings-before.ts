import { existsSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { BaselineEntry } from '../../baseline/baseline';
import type { Rule } from '../../rules/rule';
import { isInBorder, repositoryAround } from '../../search/border';
import { nameOf } from '../file-names';
import { findInputs } from '../files';
import type { SafeIo } from '../io';
import type { CheckOptions } from '../options';
import { readAll } from '../read-all';
import { UsageError } from '../usage/words';
import { verdictsOn } from '../verdicts';
import { writeBaseTree } from './base-tree';

/** The findings that a repository had at a commit. */
export interface FindingsBefore {
  /** The top folder of the repository: the files of the entries are relative to it. */
  readonly top: string;
  readonly entries: readonly BaselineEntry[];
}

/**
 * What the same call would have found in the commit at which this branch left another one.
 * @param base a branch, a tag or a commit, as the user wrote it
 * @throws UsageError outside of repositories, for an unknown commit, and for a configuration there that has an error
 */
export async function findingsBefore(
  base: string,
  options: CheckOptions,
  io: SafeIo,
  rules: readonly Rule[],
): Promise<FindingsBefore> {
  const cwd = await realpath(io.cwd);
  const named = namedPaths(options, cwd);
  const top = await repositoryAround(await realOf(named[0] ?? cwd));
  if (top === undefined)
    throw new UsageError('`--diff` compares with a commit of git, and the manifests are not in a repository.');
  // The same names in both commits: a link in the repository is in both, too.
  const wanted = await Promise.all(named.map((path) => (isInBorder(top, path) ? path : realOf(path))));
  const outside = wanted.find((path) => !isInBorder(top, path));
  if (outside !== undefined)
    throw new UsageError(
      `\`--diff\`: ${nameOf(outside, cwd)} is not in the repository of the other paths; check it in another call.`,
    );
  const tree = await writeBaseTree(base, top);
  try {
    const paths = wanted.map((path) => join(tree.folder, relative(top, path))).filter((path) => existsSync(path));
    const workingFolder = join(tree.folder, isInBorder(top, cwd) ? relative(top, cwd) : '');
    const entries = paths.length > 0 ? await judge(tree.folder, workingFolder, { ...options, paths }, io, rules) : [];
    return { top, entries };
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`\`--diff ${base}\`, at that commit: ${error.message}`) : error;
  } finally {
    await tree.remove();
  }
}

/** The paths of a call, absolute, in its order. */
function namedPaths({ paths, stdinName }: CheckOptions, cwd: string): string[] {
  return paths.flatMap((path) => (path === '-' ? (stdinName ?? []) : path)).map((path) => resolve(cwd, path));
}

/** The real path of what is there; else the path itself. */
function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** @param options with paths in the folder */
async function judge(
  folder: string,
  cwd: string,
  { paths, ignores, config, overrides, only }: CheckOptions,
  io: SafeIo,
  rules: readonly Rule[],
): Promise<BaselineEntry[]> {
  await mkdir(cwd, { recursive: true });
  // A hint about an old configuration file is not about this change.
  const silent: SafeIo = { ...io, cwd, tell: () => undefined };
  const named = config === undefined || existsSync(resolve(cwd, config)) ? config : resolve(io.cwd, config);
  const inputs = await findInputs({ paths, ignores, config: named }, silent);
  const { files, judge: judged } = await readAll(inputs, { overrides, only }, 'later', rules);
  const entries: BaselineEntry[] = [];
  for await (const { name, findings } of verdictsOn(files, judged)) {
    const file = relative(folder, resolve(cwd, name)).split(sep).join('/');
    for (const { identity } of findings) entries.push({ ...identity, file });
  }
  return entries;
}
