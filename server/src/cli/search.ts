import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { foreignFolders, isManifestName } from '../workspace/paths';
import { type IgnoreRules, isIgnored, rulesAround, withOwnRules } from './gitignore';

/** A folder to be searched, and the rules from around it. */
interface Folder {
  readonly path: string;
  readonly rules: readonly IgnoreRules[];
}

/**
 * The *.yaml and *.yml files below a folder that git doesn't ignore, in no particular order.
 * @param folder an absolute path
 * @throws the file system's error for a folder that can't be read; its `path` is that folder
 */
export async function findYaml(folder: string): Promise<string[]> {
  const found: string[] = [];
  const visited = new Set<string>();
  const folders: Folder[] = [{ path: folder, rules: await rulesAround(folder) }];
  // Links come last, so that a file goes by where it is and not by a link to it.
  const links: Folder[] = [];
  for (let next = folders.pop(); next; next = folders.pop() ?? links.shift()) {
    const real = await realpath(next.path);
    // A link to a folder that was searched leads nowhere new, and can lead around in a circle.
    if (visited.has(real)) continue;
    visited.add(real);
    const rules = await withOwnRules(next.path, next.rules);
    for (const entry of await readdir(next.path, { withFileTypes: true })) {
      const path = join(next.path, entry.name);
      const kind = await kindOf(entry, path);
      if (kind === 'other' || isIgnored(path, kind === 'folder', rules)) continue;
      if (kind === 'file') {
        if (isManifestName(entry.name)) found.push(path);
      } else if (!foreignFolders.includes(entry.name)) (entry.isSymbolicLink() ? links : folders).push({ path, rules });
    }
  }
  return found;
}

/** What an entry or a link's target is. Pipes and devices are `other`: reading them could wait forever. */
async function kindOf(entry: Dirent, path: string): Promise<'file' | 'folder' | 'other'> {
  // A link to nothing counts as a file, so that reading it says so.
  const target: Dirent | Stats | undefined = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
  if (!target || target.isFile()) return 'file';
  return target.isDirectory() ? 'folder' : 'other';
}
