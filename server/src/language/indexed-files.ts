import { type Configurations, isConfigurationFile } from '../configuration/configurations';
import { ManifestFile } from '../manifest/file';
import type { FileText } from '../protocol';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { OpenDocuments } from './open-documents';
import { Turns } from './turns';
import type { WorkspaceFiles } from './workspace-files';

/** How many files are requested at once, and how many requests are under way: enough to hide the latency of a file system. */
const BATCH = 50;
const REQUESTS = 3;
/** Larger files are probably generated. */
export const MAX_BYTES = 5_000_000;

/** What is told of closed files. */
interface Follower {
  /** The files that it was told of. */
  readonly uris: readonly string[];
  take(uri: string, file: ManifestFile): void;
  remove(uri: string): void;
}

type FileTexts = readonly (readonly [uri: string, text: FileText])[];

/** Adds files to the index, unless they are open: the text in the editor counts for open files. URIs are canonical. */
export class IndexedFiles {
  readonly #files: WorkspaceFiles;
  readonly #index: WorkspaceIndex;
  readonly #configurations: Configurations;
  readonly #open: OpenDocuments;
  readonly #follower: Follower;
  readonly #log: (message: string) => void;
  /** The newest pending read of each file: the answer to an older read may come later. */
  readonly #readings = new Map<string, symbol>();

  constructor(
    files: WorkspaceFiles,
    index: WorkspaceIndex,
    configurations: Configurations,
    open: OpenDocuments,
    follower: Follower,
    log: (message: string) => void,
  ) {
    this.#files = files;
    this.#index = index;
    this.#configurations = configurations;
    this.#open = open;
    this.#follower = follower;
    this.#log = log;
  }

  /**
   * Reads files, and removes those that can't be read. Open files are judged anew when all have been read, and not with each.
   * @param before called before each batch with the number of files that were read; returns whether to go on
   * @returns how many were read
   */
  async read(uris: readonly string[], before: (read: number) => boolean = () => true): Promise<number> {
    const reading = Symbol();
    const requests: Promise<FileTexts>[] = [];
    const turns = new Turns();
    let [requested, read] = [0, 0];
    try {
      while (read < uris.length && before(read)) {
        for (; requests.length < REQUESTS && requested < uris.length; requested += BATCH) {
          const request = this.#request(uris.slice(requested, requested + BATCH), reading);
          // A failure is thrown when it is the turn of this request, and not before.
          request.catch(() => {});
          requests.push(request);
        }
        for (const [uri, text] of (await requests.shift()) ?? []) {
          if (this.#readings.get(uri) === reading) this.#take(uri, text);
          await turns.next();
        }
        read = Math.min(read + BATCH, uris.length);
      }
      return read;
    } finally {
      for (const uri of uris) if (this.#readings.get(uri) === reading) this.#readings.delete(uri);
      this.#index.settle();
    }
  }

  /** Removes a file. */
  forget(uri: string): void {
    this.#readings.delete(uri);
    if (!this.#open.has(uri)) this.#remove(uri);
  }

  /** Removes all files except these. */
  forgetAllBut(uris: ReadonlySet<string>): void {
    const known = [...this.#follower.uris, ...this.#configurations.uris, ...this.#readings.keys()];
    for (const uri of known) if (!uris.has(uri)) this.forget(uri);
  }

  async #request(uris: readonly string[], reading: symbol): Promise<FileTexts> {
    const closed = uris.filter((uri) => !this.#open.has(uri));
    if (closed.length === 0) return [];
    for (const uri of closed) this.#readings.set(uri, reading);
    const texts = await this.#files.read(closed, MAX_BYTES);
    return closed.map((uri, index) => [uri, texts[index] ?? null]);
  }

  #take(uri: string, text: FileText): void {
    this.#readings.delete(uri);
    // It may have been opened meanwhile.
    if (this.#open.has(uri)) return;
    if (typeof text === 'number')
      this.#log(`${uri} was not read: it has ${text} bytes, and the limit is ${MAX_BYTES} bytes.`);
    if (typeof text !== 'string') this.#remove(uri);
    else if (isConfigurationFile(uri)) this.#configurations.update(uri, text);
    else {
      const file = ManifestFile.read(text);
      this.#index.takeIn(uri, file);
      // Only what other files need is kept: all trees together would take much more memory.
      this.#index.release(file);
      this.#follower.take(uri, file);
    }
  }

  #remove(uri: string): void {
    if (isConfigurationFile(uri)) this.#configurations.update(uri, undefined);
    else {
      this.#index.delete(uri);
      this.#follower.remove(uri);
    }
  }
}
