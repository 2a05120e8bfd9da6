import type { ManifestFile } from '../../manifest/file';

/** In UTF-16 units, the texts of all files together. The others are read anew when they are judged. */
const MOST_TEXT = 32_000_000;
const BATCH = 50;

export type ClosedFile = readonly [uri: string, file: ManifestFile];

/** Closed files by URI, with their texts as long as there is room. */
export class KeptFiles {
  readonly #files = new Map<string, ManifestFile | undefined>();
  /** Another object for each text that a file has had. */
  readonly #stamps = new Map<string, object>();
  #text = 0;

  get uris(): string[] {
    return [...this.#files.keys()];
  }

  has(uri: string): boolean {
    return this.#files.has(uri);
  }

  set(uri: string, file: ManifestFile): void {
    this.delete(uri);
    const fits = this.#text + file.text.length <= MOST_TEXT;
    if (fits) this.#text += file.text.length;
    this.#files.set(uri, fits ? file : undefined);
    this.#stamps.set(uri, {});
  }

  delete(uri: string): void {
    this.#text -= this.#files.get(uri)?.text.length ?? 0;
    this.#files.delete(uri);
    this.#stamps.delete(uri);
  }

  stampOf(uri: string): object | undefined {
    return this.#stamps.get(uri);
  }

  /** The URIs, some at a time. */
  *batches(): Iterable<string[]> {
    const { uris } = this;
    for (let start = 0; start < uris.length; start += BATCH) yield uris.slice(start, start + BATCH);
  }

  /** @param read reads those that are not kept; `undefined` for what cannot be read */
  async get(
    uris: readonly string[],
    read: (missing: readonly string[]) => Promise<readonly (ManifestFile | undefined)[]>,
  ): Promise<ClosedFile[]> {
    const missing = uris.filter((uri) => this.#files.get(uri) === undefined);
    const again = missing.length > 0 ? await read(missing) : [];
    const found = new Map(missing.map((uri, index) => [uri, again[index]]));
    return uris.flatMap((uri) => {
      const file = this.#files.get(uri) ?? found.get(uri);
      return file ? [[uri, file] as const] : [];
    });
  }
}
