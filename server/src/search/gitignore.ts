import { lstat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { foldersAbove, isInBorder } from './border';
import { readRegular } from './read-bytes';

/** The rules of one .gitignore, and the folder that its patterns are relative to. */
export interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The rules of the .gitignore of a folder. */
export interface OwnRules {
  readonly rules: readonly IgnoreRules[];
  /** Why it could not be used, as a sentence. */
  readonly problem?: string;
}

/** Larger files are generated, or meant to slow the search down. */
const MAX_BYTES = 256 * 1024;
/** Paths with more folders are not ignored, because the time for a `**` grows with their number. */
const DEEPEST = 64;

/** The name of the file. */
export const GITIGNORE = '.gitignore';

/** The rules that a folder adds to those of the folders around it. A file that can't be read adds none, so more is checked. */
export async function ownRules(folder: string): Promise<OwnRules> {
  const file = join(folder, GITIGNORE);
  const info = await lstat(file).catch(() => undefined);
  if (!info || info.isDirectory()) return { rules: [] };
  if (info.isSymbolicLink())
    return {
      rules: [],
      problem: 'It is a symbolic link, and git does not follow one here either, so its patterns were not applied.',
    };
  try {
    const text = new TextDecoder().decode(await readRegular(file, MAX_BYTES));
    // Case counts, as in git on Linux. If git ignores case, more files are checked than git tracks, never fewer.
    return { rules: [{ folder, rules: ignore({ ignoreCase: false }).add(text.split(/\r?\n/).filter(isQuick)) }] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { rules: [], problem: `It can't be read (${reason}), so its patterns were not applied.` };
  }
}

/**
 * The rules from around a folder, the outermost first.
 * @param top of its repository; both are real paths
 */
export async function rulesAround(folder: string, top: string): Promise<readonly IgnoreRules[]> {
  const outer = foldersAbove(folder).filter((above) => isInBorder(top, above));
  const found = await Promise.all(outer.reverse().map(ownRules));
  return found.flatMap(({ rules }) => rules);
}

/** The innermost .gitignore that says anything about a path decides, as in git. */
export function isIgnored(path: string, isFolder: boolean, rules: readonly IgnoreRules[]): boolean {
  for (const { folder, rules: own } of [...rules].reverse()) {
    const name = relative(folder, path).split(sep).join('/') + (isFolder ? '/' : '');
    if (name.split('/').length > DEEPEST) continue;
    const { ignored, unignored } = own.test(name);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** Each `**` in the middle multiplies the ways to match, so a line with many of them could take hours. */
function isQuick(line: string): boolean {
  const inner = line.replace(/^!?\/?\*\*\//, '').replace(/\/\*\*\/?$/, '');
  return inner.split('**').length <= 2;
}
