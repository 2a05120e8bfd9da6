import { type Configurations, isConfigurationFile } from '../configuration/configurations';
import { ManifestFile } from '../manifest/file';
import type { FileText } from '../protocol';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { OpenDocuments } from './open-documents';
import type { WorkspaceFiles } from './workspace-files';

/** How many files are asked for at once: enough to hide the latency, few enough to answer the editor in between. */
const BATCH = 50;
/** How long the reading of files may keep the editor waiting for an answer. */
const PATIENCE_MS = 10;
/** Larger files are generated ones. */
const MAX_BYTES = 5_000_000;

/** Puts what files say into the index, unless they are open: open ones speak for themselves. URIs are canonical. */
export class IndexedFiles {
  readonly #files: WorkspaceFiles;
  readonly #index: WorkspaceIndex;
  readonly #configurations: Configurations;
  readonly #open: OpenDocuments;
  readonly #log: (message: string) => void;
  /** The newest reading of each file that is on its way: the answer to an older one may come after it. */
  readonly #readings = new Map<string, symbol>();

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
   * Reads files, and takes those out that can't be read.
   * @param before called before each batch with how many have been read; answers whether to go on
   * @returns how many were read
   */
  async read(uris: readonly string[], before: (read: number) => boolean = () => true): Promise<number> {
    let read = 0;
    while (read < uris.length && before(read)) {
      const batch = uris.slice(read, read + BATCH);
      await this.#readBatch(batch.filter((uri) => !this.#open.has(uri)));
      read += batch.length;
    }
    return read;
  }

  /** Takes a file out. */
  forget(uri: string): void {
    this.#readings.delete(uri);
    if (!this.#open.has(uri)) this.#take(uri, null);
  }

  /** Takes all but these files out. */
  forgetAllBut(uris: ReadonlySet<string>): void {
    const known = [...this.#index.uris, ...this.#configurations.uris, ...this.#readings.keys()];
    for (const uri of known) if (!uris.has(uri)) this.forget(uri);
  }

  async #readBatch(uris: readonly string[]): Promise<void> {
    if (uris.length === 0) return;
    const reading = Symbol();
    for (const uri of uris) this.#readings.set(uri, reading);
    const texts = await this.#files.read(uris, MAX_BYTES);
    let pausedAt = Date.now();
    for (const [at, uri] of uris.entries()) {
      if (this.#readings.get(uri) !== reading) continue;
      this.#readings.delete(uri);
      // It may have been opened while we waited.
      if (!this.#open.has(uri)) this.#take(uri, texts[at] ?? null);
      if (Date.now() - pausedAt > PATIENCE_MS) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        pausedAt = Date.now();
      }
    }
  }

  #take(uri: string, text: FileText): void {
    if (typeof text === 'number') {
      this.#log(
        `${uri} is not read: it has ${text} bytes, and files of more than ${MAX_BYTES} bytes are taken to be generated.`,
      );
    }
    if (isConfigurationFile(uri)) this.#configurations.update(uri, typeof text === 'string' ? text : undefined);
    else if (typeof text === 'string') this.#index.update(uri, ManifestFile.read(text));
    else this.#index.delete(uri);
  }
}
