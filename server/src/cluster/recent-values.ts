/**
 * Values by their keys, so that equal ones are kept once. Those that were not asked for while many others came are
 * forgotten, so that it never holds more than twice the most.
 */
export class RecentValues<T> {
  readonly #most: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * The value with this key.
   * @param make makes it where there is none; it is given a copy of the key, since a slice of a text keeps the whole text
   */
  get(key: string, make: (own: string) => T): T {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const own = Buffer.from(key).toString();
    const value = this.#old.get(key) ?? make(own);
    if (this.#young.size >= this.#most) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(own, value);
    return value;
  }
}
