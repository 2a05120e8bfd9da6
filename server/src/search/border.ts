import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, parse, relative, sep } from 'node:path';

/** The name of git's folder; in worktrees and submodules it is a file. */
export const GIT = '.git';

/**
 * The top folder of the repository that a path is in; can be the path itself. `undefined` outside of repositories.
 * @param path absolute
 * @param which repository, if they are nested
 */
export async function repositoryAround(
  path: string,
  which: 'innermost' | 'outermost' = 'innermost',
): Promise<string | undefined> {
  let found: string | undefined;
  for (const folder of [path, ...foldersAbove(path)]) {
    if (!(await isThere(join(folder, GIT)))) continue;
    found = folder;
    if (which === 'innermost') break;
  }
  return found;
}

/** The folders that a path is in, the nearest first. */
export function foldersAbove(path: string): string[] {
  const above: string[] = [];
  for (let at = path; dirname(at) !== at; at = dirname(at)) above.push(dirname(at));
  return above;
}

/** Whether a path is this folder or in it, by the names alone. */
export function isInBorder(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && way !== path);
}

/**
 * The target of a link, if it may be read: it must be inside the border, and not in git's folder, which can hold passwords.
 * @param border a real path
 * @returns a real path; `nowhere` if the target does not exist
 */
export async function targetWithin(border: string, link: string): Promise<string | 'nowhere' | 'outside'> {
  const target = await realpath(link).catch(() => undefined);
  if (target === undefined) return 'nowhere';
  const isGits = relative(border, target)
    .split(sep)
    .some((name) => name.toLowerCase() === GIT);
  return isInBorder(border, target) && !isGits ? target : 'outside';
}

/**
 * The first link between a folder and a path below it, including the path.
 * @param folder is not checked itself
 */
export async function linkOnTheWay(folder: string, path: string): Promise<string | undefined> {
  let at = folder;
  for (const name of relative(folder, path).split(sep)) {
    at = join(at, name);
    const info = await lstat(at).catch(() => undefined);
    if (info?.isSymbolicLink()) return at;
  }
  return undefined;
}

/**
 * The first link in a path that leads out of its repository. The user who names the path may not know about the link: tools
 * name the files of a commit.
 * @param path absolute
 */
export async function linkLeadingOut(path: string): Promise<string | undefined> {
  const { root } = parse(path);
  let [at, real] = [root, root];
  for (const name of relative(root, path).split(sep)) {
    at = join(at, name);
    const next = join(real, name);
    const info = await lstat(next).catch(() => undefined);
    if (!info) return undefined;
    if (!info.isSymbolicLink()) {
      real = next;
      continue;
    }
    const top = await repositoryAround(real);
    const target = top === undefined ? await realpath(next).catch(() => 'nowhere') : await targetWithin(top, next);
    if (target === 'nowhere') return undefined;
    if (target === 'outside') return at;
    real = target;
  }
  return undefined;
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
