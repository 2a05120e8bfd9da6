import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Whether a path of the local file system leads out of these folders and their repositories through a link, or into a `.git` folder,
 * which can hold passwords. A path that can't be resolved counts as leading out.
 */
export async function leadsOut(path: string, folders: readonly string[]): Promise<boolean> {
  try {
    const real = await realpath(path);
    const roots = await Promise.all(folders.map(borderOf));
    return !roots.some((root) => isBelow(root, real));
  } catch {
    return true;
  }
}

/** By the real path of a folder. To look for it again for each of thousands of files would take long. */
const repositories = new Map<string, Promise<string | undefined>>();

/** The real path of what the links of a folder may lead to: its repository, else itself. The command line reads the same. */
async function borderOf(folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => folder);
  const known = repositories.get(real) ?? repositoryAround(real);
  repositories.set(real, known);
  return (await known) ?? real;
}

async function repositoryAround(folder: string): Promise<string | undefined> {
  const isRepository = await lstat(join(folder, '.git')).then(
    () => true,
    () => false,
  );
  if (isRepository) return folder;
  return dirname(folder) === folder ? undefined : repositoryAround(dirname(folder));
}

function isBelow(root: string, path: string): boolean {
  const names = relative(root, path).split(sep);
  // Between two drives of Windows, the relative path is an absolute one.
  return names[0] !== '..' && !/:$/.test(names[0] ?? '') && !names.some((name) => name.toLowerCase() === '.git');
}
