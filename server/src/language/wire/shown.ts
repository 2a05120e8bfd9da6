/** What the client was last told of each document, so that it is not told the same again. */
export class Shown {
  /** By URI as the editor writes it. */
  readonly #texts = new Map<string, { readonly text: string; readonly id: string }>();
  /** Differs from that of a server before a restart. */
  readonly #run = Date.now().toString(36);
  #count = 0;

  /** Takes in what is to be shown, and tells whether it differs from what is. */
  changes(uri: string, text: string): boolean {
    if (this.#texts.get(uri)?.text === text) return false;
    this.#texts.set(uri, { text, id: `${this.#run}-${this.#count++}` });
    return true;
  }

  /** Names what is shown: another text has another name. */
  idOf(uri: string): string | undefined {
    return this.#texts.get(uri)?.id;
  }

  /** The document was closed. */
  forget(uri: string): void {
    this.#texts.delete(uri);
  }
}
