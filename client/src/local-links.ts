import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';

/**
 * Whether a path of the local file system leads out of these folders through a link, or into a `.git` folder, which can
 * hold passwords. A path that can't be resolved counts as leading out.
 */
export async function leadsOut(path: string, folders: readonly string[]): Promise<boolean> {
  try {
    const real = await realpath(path);
    const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
    return !roots.some((root) => isBelow(root, real));
  } catch {
    return true;
  }
}

function isBelow(root: string, path: string): boolean {
  const names = relative(root, path).split(sep);
  // Between two drives of Windows, the relative path is an absolute one.
  return names[0] !== '..' && !/:$/.test(names[0] ?? '') && !names.some((name) => name.toLowerCase() === '.git');
}
