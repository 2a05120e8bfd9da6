import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { foreignFolders, isManifestName } from '../workspace/paths';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { canonicalUri } from './canonical-uri';
import type { IndexedFiles } from './indexed-files';
import type { WorkspaceFiles } from './workspace-files';

/** How long new files are waited for before they are looked for: they come many at a time. */
const SETTLING_MS = 500;

/** Whom a scan tells how far it is, and who may end it. */
export interface ScanProgress {
  readonly isCancelled: boolean;
  /** @param percentage 0 to 100 */
  report(percentage: number, message: string): void;
}

/** How a scan ended. */
export interface ScanOutcome {
  /** The YAML files that there are. */
  readonly found: number;
  /** Those that were read, which is fewer after a cancellation or beyond the limit. */
  readonly read: number;
  /** A newer scan took its place, so that there is nothing to say about this one. */
  readonly isSuperseded: boolean;
}

/** Finds the files of the workspace, and keeps the index true to them. */
export class WorkspaceScan {
  readonly #files: WorkspaceFiles;
  readonly #indexed: IndexedFiles;
  readonly #index: Pick<WorkspaceIndex, 'isComplete'>;
  #folders: readonly string[] = [];
  #limit = 0;
  /** Of the newest scan: an older one ends when it is no longer this one. */
  #current = 0;
  /** The files of the workspace, as far as the limit goes, by canonical URI. */
  #wanted = new Set<string>();
  /** Searches for new files come one after the other. What appears until the next one begins is found by it. */
  #search: Promise<void> | undefined;
  #nextSearch: Promise<void> | undefined;

  constructor(files: WorkspaceFiles, indexed: IndexedFiles, index: Pick<WorkspaceIndex, 'isComplete'>) {
    this.#files = files;
    this.#indexed = indexed;
    this.#index = index;
  }

  /**
   * Reads the files below these folders, and forgets those that aren't there any more. The index is complete afterwards
   * if all of them could be read; until then, and after a cancellation, nothing is taken to be missing.
   * @param limit how many files are read at most
   */
  async run(folders: readonly string[], limit: number, progress: ScanProgress): Promise<ScanOutcome> {
    const scan = ++this.#current;
    const isSuperseded = (): boolean => scan !== this.#current;
    this.#index.isComplete = false;
    this.#folders = folders.map(canonicalUri);
    this.#limit = limit;
    const found = await this.#find();
    if (isSuperseded()) return { found: found.length, read: 0, isSuperseded: true };
    const wanted = found.slice(0, limit);
    this.#wanted = new Set(wanted);
    this.#indexed.forgetAllBut(this.#wanted);
    const read = await this.#indexed.read(wanted, (done) => {
      if (progress.isCancelled || isSuperseded()) return false;
      progress.report(Math.round((100 * done) / wanted.length), `${done} of ${wanted.length} files`);
      return true;
    });
    if (!isSuperseded()) this.#index.isComplete = read === found.length;
    return { found: found.length, read, isSuperseded: isSuperseded() };
  }

  /** Takes in what happened to files and folders. */
  async follow(events: readonly FileEvent[]): Promise<void> {
    const created = urisOf(events, FileChangeType.Created);
    const deleted = urisOf(events, FileChangeType.Deleted);
    // A file that is deleted and created at once was saved. Of a folder that is deleted, only the folder is heard of.
    for (const uri of this.#wanted) if (isAtOrBelow(uri, deleted) && !created.has(uri)) this.#drop(uri);
    const present = [...created, ...urisOf(events, FileChangeType.Changed)];
    await this.#indexed.read(present.filter((uri) => this.#wanted.has(uri)));
    if ([...created].some((uri) => this.#mayBeNew(uri))) await this.#searchSoon();
  }

  /** Takes in a document as it is on disk, now that no editor shows it any more. */
  async close(uri: string): Promise<void> {
    const closed = canonicalUri(uri);
    if (this.#wanted.has(closed)) await this.#indexed.read([closed]);
    else this.#indexed.forget(closed);
  }

  #drop(uri: string): void {
    this.#wanted.delete(uri);
    this.#indexed.forget(uri);
  }

  /** Whether a search may find new files here. Of a folder that is moved, only the folder is heard of. */
  #mayBeNew(uri: string): boolean {
    const name = uri.slice(uri.lastIndexOf('/') + 1);
    const mayMatter = isManifestName(name) || !name.includes('.');
    return mayMatter && !this.#wanted.has(uri) && this.#folders.some((folder) => isOwnFile(uri, folder));
  }

  #searchSoon(): Promise<void> {
    this.#nextSearch ??= this.#searchNext();
    return this.#nextSearch;
  }

  async #searchNext(): Promise<void> {
    const settled = new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
    await Promise.allSettled([settled, this.#search]);
    this.#nextSearch = undefined;
    this.#search = this.#takeNew();
    await this.#search;
  }

  /** Only the search for files knows what the user excludes from it, so that events alone make no file count. */
  async #takeNew(): Promise<void> {
    const scan = this.#current;
    const found = await this.#find();
    if (scan !== this.#current) return;
    const fresh = found.filter((uri) => !this.#wanted.has(uri));
    const readable = fresh.slice(0, Math.max(0, this.#limit - this.#wanted.size));
    if (readable.length < fresh.length) this.#index.isComplete = false;
    for (const uri of readable) this.#wanted.add(uri);
    await this.#indexed.read(readable);
  }

  async #find(): Promise<string[]> {
    if (this.#folders.length === 0) return [];
    // A folder within another one has its files twice.
    return [...new Set((await this.#files.find(this.#folders)).map(canonicalUri))];
  }
}

function urisOf(events: readonly FileEvent[], type: FileChangeType): Set<string> {
  return new Set(events.filter((event) => event.type === type).map(({ uri }) => canonicalUri(uri)));
}

/** Whether a file is one of these or in one of these folders. */
function isAtOrBelow(uri: string, paths: ReadonlySet<string>): boolean {
  for (let end = uri.length; end > 0; end = uri.lastIndexOf('/', end - 1)) {
    if (paths.has(uri.slice(0, end))) return true;
  }
  return false;
}

/** Whether a file is below a folder, and in none below it that holds other people's files. */
function isOwnFile(uri: string, folder: string): boolean {
  const start = folder.endsWith('/') ? folder : `${folder}/`;
  if (!uri.startsWith(start)) return false;
  return !uri
    .slice(start.length)
    .split('/')
    .some((name) => foreignFolders.includes(name));
}
