import type { Facts } from './facts';

/** The facts of all files, and values that are derived from them, which are kept until a fact changes. */
export class FactStore {
  readonly #files = new Map<string, readonly Facts[]>();
  /** The same in the order of their URIs; `undefined` after a new file. */
  #sorted: Map<string, readonly Facts[]> | undefined;
  readonly #lists = new Map<keyof Facts, readonly unknown[]>();
  readonly #derived = new Map<string, Derived>();
  /** Grows with each change of a fact. */
  #version = 0;

  /**
   * The files that have facts, in the order of their URIs: of two namespaces with one name, the same one must count, in
   * whichever order the files were opened.
   */
  get files(): ReadonlyMap<string, readonly Facts[]> {
    this.#sorted ??= new Map([...this.#files].sort(([one], [other]) => (one < other ? -1 : 1)));
    return this.#sorted;
  }

  /** The facts of a file; none if the file is unknown. */
  of(uri: string): readonly Facts[] {
    return this.#files.get(uri) ?? [];
  }

  /** Sets the facts of a file; an empty list removes the file. */
  set(uri: string, facts: readonly Facts[]): void {
    const changed = [...this.of(uri), ...facts];
    this.#version++;
    if (facts.length === 0) {
      this.#files.delete(uri);
      this.#sorted?.delete(uri);
    } else {
      if (this.#files.has(uri)) this.#sorted?.set(uri, facts);
      else this.#sorted = undefined;
      this.#files.set(uri, facts);
    }
    for (const key of this.#lists.keys()) {
      if (changed.some((fact) => fact[key].length > 0)) this.#lists.delete(key);
    }
  }

  /** All facts of a kind: the same list until one of them changes. */
  all<K extends keyof Facts>(key: K): readonly Facts[K][number][] {
    const known = this.#lists.get(key) as readonly Facts[K][number][] | undefined;
    if (known) return known;
    // Loops are faster here than `flatMap`, which creates a list for each file, and a keystroke waits for this.
    const list: Facts[K][number][] = [];
    for (const facts of this.files.values()) {
      for (const fact of facts) {
        for (const item of fact[key]) list.push(item);
      }
    }
    this.#lists.set(key, list);
    return list;
  }

  /**
   * A value that is derived from facts of some kinds.
   * @param name a different one for each use
   */
  derive<T>(name: string, keys: readonly (keyof Facts)[], make: () => T): T {
    const known = this.#derived.get(name);
    if (known?.version === this.#version) return known.value as T;
    const from = keys.map((key) => this.all(key));
    if (known?.from.every((list, index) => list === from[index])) {
      known.version = this.#version;
      return known.value as T;
    }
    const version = this.#version;
    const value = make();
    this.#derived.set(name, { version, from, value });
    return value;
  }
}

/** A value, and the facts that it was made from. */
interface Derived {
  /** The latest version of all facts with which it is the same. */
  version: number;
  readonly from: readonly unknown[];
  readonly value: unknown;
}
