import { type Configurations, isConfigurationFile } from '../configuration/configurations';
import { ManifestFile } from '../manifest/file';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { OpenDocuments } from './open-documents';
import type { WorkspaceFiles } from './workspace-files';

/** How many files are asked for at once: enough to hide the latency, few enough to answer the editor in between. */
const BATCH = 50;
/** How long the reading of files may keep the editor waiting for an answer. */
const PATIENCE_MS = 10;
/** Longer texts are generated ones, in UTF-16 units. */
const LONGEST_TEXT = 5_000_000;

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

/** Keeps the index true to the files that aren't open; open ones speak for themselves. */
export class WorkspaceScan {
  readonly #files: WorkspaceFiles;
  readonly #index: WorkspaceIndex;
  readonly #configurations: Configurations;
  readonly #open: OpenDocuments;
  readonly #log: (message: string) => void;
  /** Of the newest scan: an older one ends when it is no longer this one. */
  #current = 0;

  constructor(
    files: WorkspaceFiles,
    index: WorkspaceIndex,
    configurations: Configurations,
    open: OpenDocuments,
    log: (message: string) => void,
  ) {
    this.#files = files;
    this.#index = index;
    this.#configurations = configurations;
    this.#open = open;
    this.#log = log;
  }

  /**
   * Reads the files below these folders, and forgets those that aren't there any more. The index is complete afterwards
   * if all of them could be read; until then, and after a cancellation, nothing is taken to be missing.
   * @param limit how many files are read at most
   */
  async run(folders: readonly string[], limit: number, progress: ScanProgress): Promise<ScanOutcome> {
    const scan = ++this.#current;
    const isOver = (): boolean => progress.isCancelled || scan !== this.#current;
    this.#index.isComplete = false;
    const uris = folders.length > 0 ? await this.#files.find(folders) : [];
    this.#forgetAllBut(new Set(uris));
    const wanted = uris.slice(0, limit);
    let read = 0;
    for (; read < wanted.length && !isOver(); read += BATCH) {
      progress.report(Math.round((100 * read) / wanted.length), `${read} of ${wanted.length} files`);
      await this.read(wanted.slice(read, read + BATCH));
    }
    const isSuperseded = scan !== this.#current;
    if (!isOver() && wanted.length === uris.length) this.#index.isComplete = true;
    return { found: uris.length, read: Math.min(read, wanted.length), isSuperseded };
  }

  /** Reads files again after they changed. One that can't be read any more is taken out. */
  async read(uris: readonly string[]): Promise<void> {
    const closed = uris.filter((uri) => !this.#open.has(uri));
    const texts = closed.length > 0 ? await this.#files.read(closed) : [];
    let pausedAt = Date.now();
    for (const [at, uri] of closed.entries()) {
      // It may have been opened while we waited.
      if (!this.#open.has(uri)) this.#take(uri, texts[at]);
      if (Date.now() - pausedAt > PATIENCE_MS) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        pausedAt = Date.now();
      }
    }
  }

  #take(uri: string, text: string | null | undefined): void {
    if (isConfigurationFile(uri)) this.#configurations.update(uri, text ?? undefined);
    else if (typeof text === 'string' && text.length <= LONGEST_TEXT) this.#index.update(uri, ManifestFile.read(text));
    else {
      if (typeof text === 'string')
        this.#log(`${uri} is not read, since it is longer than ${LONGEST_TEXT} characters.`);
      this.#index.delete(uri);
    }
  }

  #forgetAllBut(uris: ReadonlySet<string>): void {
    for (const uri of this.#index.uris) if (!uris.has(uri) && !this.#open.has(uri)) this.#index.delete(uri);
    for (const uri of this.#configurations.uris) {
      if (!uris.has(uri) && !this.#open.has(uri)) this.#configurations.update(uri, undefined);
    }
  }
}
