import { stat } from 'node:fs/promises';
import { join, posix, relative, resolve, sep } from 'node:path';
import { isManifestName } from '../workspace/paths';
import { GIT } from './border';
import { readGitIndex } from './git-index';
import { readRegular } from './read-bytes';

/** An index of this size has more than a million names. */
const MAX_INDEX_BYTES = 128 * 1024 * 1024;
const MAX_GIT_FILE_BYTES = 4096;

/** The manifests that git tracks in a repository. */
export interface Tracked {
  /** Whether the index could be read. If not, everything counts as tracked, so that nothing is hidden. */
  readonly isKnown: boolean;
  /** @param path a real one */
  has(path: string): boolean;
  /** Whether anything in a folder is tracked, or the folder as a whole. */
  hasBelow(folder: string): boolean;
}

/** Nothing is tracked outside of a repository. */
export const NOTHING_TRACKED: Tracked = { isKnown: true, has: () => false, hasBelow: () => false };
const EVERYTHING_TRACKED: Tracked = { isKnown: false, has: () => true, hasBelow: () => true };

/**
 * What is tracked in a repository.
 * @param top the real path of its top
 */
async function readTracked(top: string): Promise<Tracked> {
  const names = await trackedNames(top).catch(() => undefined);
  if (!names) return EVERYTHING_TRACKED;
  const keyOf = (path: string): string => toKey(relative(top, path).split(sep).join('/'));
  return {
    isKnown: true,
    has: (path) => names.files.has(keyOf(path)),
    hasBelow: (folder) => names.folders.has(keyOf(folder)),
  };
}

/** What is tracked in each repository, read once. */
export class Repositories {
  readonly #known = new Map<string, Promise<Tracked>>();
  readonly #onUnknown: (top: string) => void;

  /** @param onUnknown told of a repository whose index can't be read */
  constructor(onUnknown: (top: string) => void) {
    this.#onUnknown = onUnknown;
  }

  /** @param top the real path of its top */
  trackedIn(top: string): Promise<Tracked> {
    const known = this.#known.get(top) ?? this.#read(top);
    this.#known.set(top, known);
    return known;
  }

  async #read(top: string): Promise<Tracked> {
    const tracked = await readTracked(top);
    if (!tracked.isKnown) this.#onUnknown(top);
    return tracked;
  }
}

/** What one or the other of two repositories tracks. */
export function bothTracked(one: Tracked, other: Tracked): Tracked {
  return {
    isKnown: one.isKnown && other.isKnown,
    has: (path) => one.has(path) || other.has(path),
    hasBelow: (folder) => one.hasBelow(folder) || other.hasBelow(folder),
  };
}

interface Names {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

async function trackedNames(top: string): Promise<Names | undefined> {
  const folder = await gitFolder(top);
  if (folder === undefined) return undefined;
  const files = new Set<string>();
  const folders = new Set<string>();
  let name: string | undefined = 'index';
  for (let round = 0; name !== undefined && round < 2; round++) {
    const bytes = await readRegular(join(folder, name), MAX_INDEX_BYTES).catch((error: unknown) => {
      // A new repository has no index.
      if (round === 0 && error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!bytes) break;
    const index = readGitIndex(bytes);
    if (!index) return undefined;
    for (const { name: entry, kind } of index.entries) {
      if (kind === 'file' && !isManifestName(entry.slice(entry.lastIndexOf('/') + 1))) continue;
      const key = toKey(entry);
      if (kind === 'folder') folders.add(key);
      else files.add(key);
      // A folder with a tracked file is searched.
      for (let at = posix.dirname(key); at !== '.' && !folders.has(at); at = posix.dirname(at)) folders.add(at);
    }
    // Entries that a split index removed count as tracked, so more files are checked, never fewer.
    name = index.shared === undefined ? undefined : `sharedindex.${index.shared}`;
  }
  return { files, folders };
}

/** The git folder of a repository. In worktrees and submodules, a file names it. */
async function gitFolder(top: string): Promise<string | undefined> {
  const own = join(top, GIT);
  if ((await stat(own)).isDirectory()) return own;
  const [, named] =
    /^gitdir: (.+?)\r?\n?$/.exec(new TextDecoder().decode(await readRegular(own, MAX_GIT_FILE_BYTES, true))) ?? [];
  if (named === undefined) return undefined;
  const folder = resolve(top, named);
  // To look at a folder of another machine tells it who is logged in here.
  if (/^[\\/]{2}/.test(folder) && !/^[\\/]{2}/.test(top)) return undefined;
  // The file can name any folder. Only the names in an index are used, and they are never printed.
  await stat(join(folder, 'HEAD'));
  return folder;
}

/** File systems differ in case and in the form of accents, so both are ignored here. */
function toKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
