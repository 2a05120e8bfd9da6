/** What the client was last told of each document, so that it is not told the same again. */
export class Shown<T> {
  readonly #isSame: (one: T, other: T) => boolean;
  /** By URI as the editor writes it. */
  readonly #shown = new Map<string, { readonly what: T; readonly id: string }>();
  /** Differs from that of a server before a restart. */
  readonly #run = Date.now().toString(36);
  #count = 0;

  constructor(isSame: (one: T, other: T) => boolean) {
    this.#isSame = isSame;
  }

  /** Takes in what is to be shown, and tells whether it differs from what is. */
  changes(uri: string, what: T): boolean {
    const known = this.#shown.get(uri);
    if (known && this.#isSame(known.what, what)) return false;
    this.#shown.set(uri, { what, id: `${this.#run}-${this.#count++}` });
    return true;
  }

  /** What is shown, and its name: something else has another name. */
  of(uri: string): { readonly what: T; readonly id: string } | undefined {
    return this.#shown.get(uri);
  }

  get uris(): string[] {
    return [...this.#shown.keys()];
  }

  /** The document was closed. */
  forget(uri: string): void {
    this.#shown.delete(uri);
  }
}
