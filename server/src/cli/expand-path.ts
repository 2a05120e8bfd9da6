import { realpath, stat } from 'node:fs/promises';
import { NOTHING_LEFT_OUT } from '../report/left-out';
import { linkLeadingOut } from '../search/border';
import { findManifests } from '../search/find-manifests';
import type { FoundFile, SearchResult } from '../search/search-result';
import { unreadable } from './file-errors';
import { nameOf } from './file-names';

/** A file that was found, before it is read. */
export interface WantedFile extends FoundFile {
  readonly root: string;
  /** Whether the user named it: then it may be a link or a pipe. */
  readonly isNamed: boolean;
}

/** The files that a path of the call stands for. */
interface ExpandedPath extends Omit<SearchResult, 'files'> {
  readonly files: readonly WantedFile[];
}

/**
 * The files that a path of the call means.
 * @param ignores whether .gitignore counts
 * @throws UsageError for a path that isn't there or can't be read
 */
export async function expandPath(path: string, ignores: boolean, cwd: string): Promise<ExpandedPath> {
  const link = await linkLeadingOut(path);
  if (link !== undefined) {
    const reason =
      'It is a symbolic link that leads out of its repository, so it was not followed. Name the target of the link instead.';
    return { files: [], notRead: [{ path: link, reason, isUnreadable: true }], leftOut: NOTHING_LEFT_OUT };
  }
  const info = await stat(path).catch((error: unknown) => unreadable(error, nameOf(path, cwd)));
  if (!info.isDirectory()) {
    // The pipe that a shell makes for `<(…)` has no real path.
    const real = await realpath(path).catch(() => path);
    return { files: [{ path, real, root: path, isNamed: true }], notRead: [], leftOut: NOTHING_LEFT_OUT };
  }
  const found = await findManifests(path, { ignores }).catch((error: unknown) => {
    const folder = error instanceof Error && 'path' in error ? String(error.path) : path;
    return unreadable(error, nameOf(folder, cwd));
  });
  return { ...found, files: found.files.map((file) => ({ ...file, root: path, isNamed: false })) };
}
