import { type Configurations, isConfigurationFile } from '../configuration/configurations';
import { ManifestFile } from '../manifest/file';
import type { FileText } from '../protocol';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { OpenDocuments } from './open-documents';
import type { WorkspaceFiles } from './workspace-files';

/** How many files are requested at once: enough to hide the latency, few enough to answer the editor in between. */
const BATCH = 50;
/** How long the reading of files may delay an answer to the editor. */
const PATIENCE_MS = 10;
/** Larger files are probably generated. */
const MAX_BYTES = 5_000_000;

/** Adds files to the index, unless they are open: the text in the editor counts for open files. URIs are canonical. */
export class IndexedFiles {
  readonly #files: WorkspaceFiles;
  readonly #index: WorkspaceIndex;
  readonly #configurations: Configurations;
  readonly #open: OpenDocuments;
  readonly #log: (message: string) => void;
  /** The newest pending read of each file: the answer to an older read may come later. */
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
   * Reads files, and removes those that can't be read.
   * @param before called before each batch with the number of files that were read; returns whether to go on
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

  /** Removes a file. */
  forget(uri: string): void {
    this.#readings.delete(uri);
    if (!this.#open.has(uri)) this.#take(uri, null);
  }

  /** Removes all files except these. */
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
    for (const [index, uri] of uris.entries()) {
      if (this.#readings.get(uri) !== reading) continue;
      this.#readings.delete(uri);
      // It may have been opened meanwhile.
      if (!this.#open.has(uri)) this.#take(uri, texts[index] ?? null);
      if (Date.now() - pausedAt > PATIENCE_MS) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        pausedAt = Date.now();
      }
    }
  }

  #take(uri: string, text: FileText): void {
    if (typeof text === 'number') {
      this.#log(`${uri} was not read: it has ${text} bytes, and the limit is ${MAX_BYTES} bytes.`);
    }
    if (isConfigurationFile(uri)) this.#configurations.update(uri, typeof text === 'string' ? text : undefined);
    else if (typeof text === 'string') this.#index.update(uri, ManifestFile.read(text));
    else this.#index.delete(uri);
  }
}
