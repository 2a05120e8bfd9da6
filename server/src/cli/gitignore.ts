import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of one .gitignore, and the folder that its patterns are relative to. */
export interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The rules that hold in a folder: those from around it, the outermost first, and its own. */
export async function withOwnRules(folder: string, around: readonly IgnoreRules[]): Promise<readonly IgnoreRules[]> {
  const own = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => undefined);
  // Letters count, as in git on Linux: where git would ignore more, a file too many is checked rather than one too few.
  return own === undefined ? around : [...around, { folder, rules: ignore({ ignoreCase: false }).add(own) }];
}

/**
 * The rules from around a folder, up to the top of its git repository. None where they ignore the folder itself: who
 * names it wants it searched.
 */
export async function rulesAround(folder: string): Promise<readonly IgnoreRules[]> {
  let rules: readonly IgnoreRules[] = [];
  for (const outer of await repositoryFoldersAround(folder)) rules = await withOwnRules(outer, rules);
  return isIgnored(folder, true, rules) ? [] : rules;
}

/** The innermost .gitignore that says anything about a path decides, as in git. */
export function isIgnored(path: string, isFolder: boolean, rules: readonly IgnoreRules[]): boolean {
  for (const { folder, rules: own } of [...rules].reverse()) {
    const name = relative(folder, path).split(sep).join('/') + (isFolder ? '/' : '');
    const { ignored, unignored } = own.test(name);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** The folders above one, from the top of its repository down; none outside a repository, or at its top. */
async function repositoryFoldersAround(folder: string): Promise<string[]> {
  const above: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    if (at !== folder) above.unshift(at);
    // In a worktree or submodule it is a file.
    if (await exists(join(at, '.git'))) return above;
    if (dirname(at) === at) return [];
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
