import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { foreignFolders, isManifestName } from '../workspace/paths';
import { GIT, repositoryAround, targetWithin } from './border';
import { GITIGNORE, type IgnoreRules, isIgnored, ownRules, rulesAround } from './gitignore';
import type { FoundFile, NotRead, SearchResult } from './search-result';
import { bothTracked, NOTHING_TRACKED, Repositories, type Tracked } from './tracked';

const NOT_TRACKED = 'The list of tracked files could not be read, so files that .gitignore names are checked, too.';

/** How many entries of a folder are looked at before an editor gets an answer to what it asked meanwhile. */
const ENTRIES_A_TURN = 100;

/** A folder to be searched. */
interface Folder extends FoundFile {
  /** The rules of the folders around it. */
  readonly rules: readonly IgnoreRules[];
  readonly tracked: Tracked;
  /** Why only its tracked files count, if so: the folder itself, or a folder around it. */
  readonly onlyTracked: 'ignored' | 'foreign' | undefined;
}

/**
 * The *.yaml, *.yml and *.json files below a folder that git tracks or does not ignore. Links are followed inside the repository of
 * the folder; outside of a repository, inside the folder. A file with several names is found once.
 * @param folder an absolute path
 * @throws the file system's error for a folder that can't be read, unless it is left out; its `path` is that folder
 */
export async function findManifests(folder: string, how: HowToSearch): Promise<SearchResult> {
  return new Search(how).run(folder);
}

interface HowToSearch {
  /** Whether .gitignore counts. */
  readonly ignores: boolean;
  /** Whether no user has asked for this search: a folder that can't be read is left out, what is outside is not looked at. */
  readonly passesOver?: boolean;
}

class Search {
  readonly #ignores: boolean;
  readonly #passesOver: boolean;
  readonly #files: FoundFile[] = [];
  readonly #linked: FoundFile[] = [];
  readonly #notRead: NotRead[] = [];
  readonly #leftOut = { ignoredFiles: 0, ignoredFolders: 0, foreignFolders: 0, excludedFiles: 0 };
  readonly #visited = new Set<string>();
  readonly #folders: Folder[] = [];
  // Links come last, so that a file is reported by its real path and not by a link.
  readonly #links: Folder[] = [];
  readonly #repositories: Repositories;
  #border = '';

  constructor({ ignores, passesOver = false }: HowToSearch) {
    this.#ignores = ignores;
    this.#passesOver = passesOver;
    this.#repositories = new Repositories((top) => {
      if (ignores) this.#skip(join(top, GIT), NOT_TRACKED);
    });
  }

  async run(path: string): Promise<SearchResult> {
    const real = await realpath(path);
    const top = await repositoryAround(real);
    this.#border = top ?? real;
    const around = this.#ignores && top !== undefined ? await rulesAround(real, top) : [];
    // If the user names an ignored folder, it is searched.
    const rules = isIgnored(real, true, around) ? [] : around;
    const tracked = top === undefined ? NOTHING_TRACKED : await this.#repositories.trackedIn(top);
    this.#folders.push({ path, real, rules, tracked, onlyTracked: undefined });
    for (let next = this.#next(); next; next = this.#next()) await this.#search(next);
    return { files: [...this.#files, ...this.#onlyLinked()], notRead: this.#notRead, leftOut: this.#leftOut };
  }

  /** A link to a file that was found itself would report the same manifest twice. */
  #onlyLinked(): FoundFile[] {
    const known = new Set(this.#files.map(({ real }) => real));
    return this.#linked.filter(({ real }) => !known.has(real) && known.add(real));
  }

  #next(): Folder | undefined {
    return this.#folders.pop() ?? this.#links.shift();
  }

  async #search(found: Folder): Promise<void> {
    // A link to a folder that was searched before adds nothing, and can form a loop.
    if (this.#visited.has(found.real)) return;
    this.#visited.add(found.real);
    const own = this.#ignores ? await ownRules(found.real) : { rules: [] };
    if (own.problem !== undefined) this.#skip(join(found.path, GITIGNORE), own.problem);
    const entries = await readdir(found.real, { withFileTypes: true }).catch((error: unknown) => {
      if (this.#passesOver) return [];
      throw error;
    });
    // A nested repository tracks its own files.
    const isRepository = found.real !== this.#border && entries.some(({ name }) => name === GIT);
    const tracked = isRepository
      ? bothTracked(found.tracked, await this.#repositories.trackedIn(found.real))
      : found.tracked;
    const folder = { ...found, tracked, rules: [...found.rules, ...own.rules] };
    for (const [index, entry] of entries.entries()) {
      if (index % ENTRIES_A_TURN === ENTRIES_A_TURN - 1) await setImmediate();
      await this.#take(entry, folder);
    }
  }

  async #take(entry: Dirent, folder: Folder): Promise<void> {
    const { name } = entry;
    const at: FoundFile = { path: join(folder.path, name), real: join(folder.real, name) };
    const mayMatter = entry.isDirectory() || isManifestName(name);
    if (mayMatter && name.includes('\ufffd') && !(await lstat(at.path).catch(() => undefined)))
      this.#skip(at.path, 'Its name is not UTF-8 text, so it was not read. Rename it.', true);
    else if (entry.isSymbolicLink()) await this.#takeLink(at, isManifestName(name), folder);
    else if (entry.isDirectory()) this.#takeFolder(at, name, folder);
    else if (!isManifestName(name)) return;
    else if (entry.isFile()) this.#takeFile(at, folder);
    // Reading from a pipe or a device could wait forever.
    else this.#skip(at.path, 'It is neither a file nor a folder.');
  }

  #takeFile(at: FoundFile, folder: Folder): void {
    if (this.#counts(at.real, folder)) this.#files.push(at);
    else if (folder.onlyTracked !== 'foreign') this.#leftOut.ignoredFiles++;
  }

  #takeFolder(at: FoundFile, name: string, { rules, tracked, onlyTracked: around }: Folder): void {
    if (name === GIT) return;
    const isForeign = foreignFolders.includes(name);
    const onlyTracked = isForeign ? 'foreign' : (around ?? (isIgnored(at.real, true, rules) ? 'ignored' : undefined));
    // Without the index, the tracked files are unknown. Folders of dependencies are then taken to be untracked.
    const isSearched = !onlyTracked || (tracked.hasBelow(at.real) && (tracked.isKnown || onlyTracked === 'ignored'));
    if (isSearched) this.#folders.push({ ...at, rules, tracked, onlyTracked });
    else if (isForeign) this.#leftOut.foreignFolders++;
    else if (onlyTracked === 'ignored') this.#leftOut.ignoredFolders++;
  }

  async #takeLink(at: FoundFile, isManifest: boolean, folder: Folder): Promise<void> {
    const real = await targetWithin(this.#border, at.path);
    // An editor searches by itself, so what a link outside leads to is not even looked at.
    const isUnseen = this.#passesOver && real === 'outside';
    const info = isUnseen ? undefined : await stat(at.path).catch(() => undefined);
    const isFolder = info?.isDirectory() ?? false;
    if (!isFolder && !isManifest) return;
    // For git, a link to a folder is not a folder.
    if (!this.#counts(at.real, folder)) {
      if (folder.onlyTracked !== 'foreign') this.#leftOut[isFolder ? 'ignoredFolders' : 'ignoredFiles']++;
      return;
    }
    if (real === 'nowhere') this.#skip(at.path, 'It is a broken symbolic link.');
    else if (real === 'outside')
      this.#skip(
        at.path,
        'It is a symbolic link that leads out of the searched repository or folder, so it was not followed.',
      );
    else if (info?.isFile()) this.#linked.push({ path: at.path, real });
    else if (!isFolder) this.#skip(at.path, 'It leads to neither a file nor a folder.');
    else {
      const rules = this.#ignores ? await rulesAround(real, this.#border) : [];
      const onlyTracked = isIgnored(real, true, rules) ? 'ignored' : undefined;
      this.#links.push({ path: at.path, real, rules, tracked: folder.tracked, onlyTracked });
    }
  }

  #counts(real: string, { rules, tracked, onlyTracked }: Folder): boolean {
    return (!onlyTracked && !isIgnored(real, false, rules)) || tracked.has(real);
  }

  #skip(path: string, reason: string, isUnreadable = false): void {
    this.#notRead.push({ path, reason, isUnreadable });
  }
}
