import type { Configurations } from '../configuration/configurations';
import { ManifestFile } from '../manifest/file';
import type { FileText } from '../protocol';
import { isForeignJson } from '../workspace/paths';
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
  /** The files that the configuration excludes, as they were read. */
  readonly #excluded = new Set<string>();
  /** The generation of the configurations at which all files were last compared with what these exclude. */
  #comparedAt = -1;

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
  async read(all: readonly string[], before: (read: number) => boolean = () => true): Promise<number> {
    // Configurations come first: they say which of the others count.
    const first = all.filter((uri) => this.#configurations.isOne(uri));
    const uris = [...first, ...all.filter((uri) => !this.#configurations.isOne(uri))];
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
        await this.#readExtended();
        read = Math.min(read + BATCH, uris.length);
      }
      return read;
    } finally {
      for (const uri of uris) if (this.#readings.get(uri) === reading) this.#readings.delete(uri);
      this.#open.indexAgain();
      this.#index.settle();
    }
  }

  /** Those of these files that a change of a configuration takes in or leaves out. */
  affected(uris: Iterable<string>): string[] {
    const { generation } = this.#configurations;
    if (generation === this.#comparedAt) return [];
    this.#comparedAt = generation;
    return [...uris].filter((uri) => this.#isExcluded(uri) !== this.#excluded.has(uri) && !this.#open.has(uri));
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

  /** Reads the files that configurations extend, whatever their names are. */
  async #readExtended(): Promise<void> {
    for (let missing = this.#configurations.missing; missing.length > 0; missing = this.#configurations.missing) {
      const texts = await this.#files.read(missing, MAX_BYTES);
      for (const [index, uri] of missing.entries()) {
        const text = texts[index];
        this.#configurations.update(uri, typeof text === 'string' ? text : undefined);
      }
    }
  }

  #isExcluded(uri: string): boolean {
    return this.#configurations.optionsFor(uri).isExcluded === true;
  }

  #take(uri: string, text: FileText): void {
    this.#readings.delete(uri);
    // It may have been opened meanwhile.
    if (this.#open.has(uri)) return;
    if (typeof text === 'number')
      this.#log(`${uri} was not read: it has ${text} bytes, and the limit is ${MAX_BYTES} bytes.`);
    if (typeof text !== 'string') this.#remove(uri);
    else if (this.#configurations.isOne(uri)) this.#configurations.update(uri, text);
    else if (isForeignJson(uri, text)) this.#remove(uri);
    else if (this.#isExcluded(uri)) {
      this.#remove(uri);
      this.#excluded.add(uri);
    } else {
      this.#excluded.delete(uri);
      const file = ManifestFile.read(text);
      this.#index.takeIn(uri, file);
      // Only what other files need is kept: all trees together would take much more memory.
      this.#index.release(file);
      this.#follower.take(uri, file);
    }
  }

  #remove(uri: string): void {
    this.#excluded.delete(uri);
    if (this.#configurations.isOne(uri)) this.#configurations.update(uri, undefined);
    else {
      this.#index.delete(uri);
      this.#follower.remove(uri);
    }
  }
}
