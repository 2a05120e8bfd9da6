import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { foreignFolders, isManifestName } from '../workspace/paths';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { canonicalUri } from './canonical-uri';
import type { IndexedFiles } from './indexed-files';
import { Turns } from './turns';
import type { WorkspaceFiles } from './workspace-files';

/** How long to wait before searching for new files: many often appear at once. */
const SETTLING_MS = 500;

/** Gets the progress of a scan, and can cancel it. */
export interface ScanProgress {
  readonly isCancelled: boolean;
  /** @param percentage 0 to 100 */
  report(percentage: number, message: string): void;
}

/** The result of a scan. */
export interface ScanOutcome {
  /** The number of YAML files. */
  readonly found: number;
  /** The number of files that were read; smaller after a cancellation or above the limit. */
  readonly read: number;
  /** A newer scan replaced this one, so its result is not reported. */
  readonly isSuperseded: boolean;
}

/** Finds the files of the workspace, and keeps the index up to date. */
export class WorkspaceScan {
  readonly #files: WorkspaceFiles;
  readonly #indexed: IndexedFiles;
  readonly #index: Pick<WorkspaceIndex, 'isComplete'>;
  #folders: readonly string[] = [];
  #limit = 0;
  /** The signal of the newest scan: an older scan ends when it sees another one. */
  #current = 0;
  /** The files of the workspace up to the limit, by canonical URI. */
  #wanted = new Set<string>();
  /** Searches for new files run one after the other. A file that appears before the next search is found by it. */
  #search: Promise<void> | undefined;
  #nextSearch: Promise<void> | undefined;

  constructor(files: WorkspaceFiles, indexed: IndexedFiles, index: Pick<WorkspaceIndex, 'isComplete'>) {
    this.#files = files;
    this.#indexed = indexed;
    this.#index = index;
  }

  /**
   * Reads the files below these folders, and removes files that no longer exist. If all files could be read, the index is
   * complete. Until then, and after a cancellation, nothing is reported as missing.
   * @param limit the most files to read
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

  /** Handles changes of files and folders. */
  async follow(events: readonly FileEvent[]): Promise<void> {
    const created = urisOf(events, FileChangeType.Created);
    const deleted = urisOf(events, FileChangeType.Deleted);
    // Deleted and created at once means saved. If a folder is deleted, the event names only the folder.
    for (const uri of this.#wanted) if (isAtOrBelow(uri, deleted) && !created.has(uri)) this.#drop(uri);
    const present = [...created, ...urisOf(events, FileChangeType.Changed)];
    await this.#indexed.read(present.filter((uri) => this.#wanted.has(uri)));
    await this.#indexed.read(this.#indexed.affected(this.#wanted));
    if (await this.#mayBringNew([...created].filter((uri) => this.#isUnknown(uri)))) await this.#searchSoon();
  }

  /** Reads a document from disk after the editor has closed it. */
  async close(uri: string): Promise<void> {
    const closed = canonicalUri(uri);
    if (this.#wanted.has(closed)) await this.#indexed.read([closed]);
    else this.#indexed.forget(closed);
  }

  #drop(uri: string): void {
    this.#wanted.delete(uri);
    this.#indexed.forget(uri);
  }

  #isUnknown(uri: string): boolean {
    return !this.#wanted.has(uri) && this.#folders.some((folder) => isOwnFile(uri, folder));
  }

  /** Whether a search may find new files here. If a folder is moved, the event names only the folder. */
  async #mayBringNew(uris: readonly string[]): Promise<boolean> {
    const others: string[] = [];
    for (const uri of uris) {
      const name = uri.slice(uri.lastIndexOf('/') + 1);
      if (isManifestName(name) || !name.includes('.')) return true;
      others.push(uri);
    }
    // A name with a dot is usually that of a file. A folder has no text.
    return others.length > 0 && (await this.#files.read(others, 0)).includes(null);
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

  /** Only a search applies the excludes of the user, so a file counts only after a search has found it. */
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
    // With nested workspace folders, a file is found twice.
    const found = new Set<string>();
    const turns = new Turns();
    for (const uri of await this.#files.find(this.#folders)) {
      found.add(canonicalUri(uri));
      await turns.next();
    }
    // The index has files in this order, and does not sort them again then.
    return [...found].sort();
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

/** Whether a file is below a folder, and not in a folder of dependencies below it. */
function isOwnFile(uri: string, folder: string): boolean {
  const start = folder.endsWith('/') ? folder : `${folder}/`;
  if (!uri.startsWith(start)) return false;
  return !uri
    .slice(start.length)
    .split('/')
    .some((name) => foreignFolders.includes(name));
}
