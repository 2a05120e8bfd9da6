import type { Facts } from './facts';

/** The facts of all files, and what follows from them, worked out once for as long as no file says something else. */
export class FactStore {
  readonly #files = new Map<string, readonly Facts[]>();
  readonly #lists = new Map<keyof Facts, readonly unknown[]>();
  readonly #derived = new Map<string, { readonly from: readonly unknown[]; readonly value: unknown }>();

  /** The files that say something, and what they say. */
  get files(): ReadonlyMap<string, readonly Facts[]> {
    return this.#files;
  }

  /** Takes in what a file says now; nothing where it says nothing any more. */
  set(uri: string, facts: readonly Facts[]): void {
    const changed = [...(this.#files.get(uri) ?? []), ...facts];
    if (facts.length > 0) this.#files.set(uri, facts);
    else this.#files.delete(uri);
    for (const key of this.#lists.keys()) {
      if (changed.some((fact) => fact[key].length > 0)) this.#lists.delete(key);
    }
  }

  /** All facts of a kind: the same list until one of them changes. */
  all<K extends keyof Facts>(key: K): readonly Facts[K][number][] {
    const known = this.#lists.get(key) as readonly Facts[K][number][] | undefined;
    if (known) return known;
    // Loops, since a keystroke waits for this: `flatMap` makes a list of each file's.
    const list: Facts[K][number][] = [];
    for (const facts of this.#files.values()) {
      for (const fact of facts) {
        for (const item of fact[key]) list.push(item);
      }
    }
    this.#lists.set(key, list);
    return list;
  }

  /**
   * What follows from the facts of some kinds.
   * @param name of its own for each use
   */
  derive<T>(name: string, keys: readonly (keyof Facts)[], make: () => T): T {
    const from = keys.map((key) => this.all(key));
    const known = this.#derived.get(name);
    if (known?.from.every((list, at) => list === from[at])) return known.value as T;
    const value = make();
    this.#derived.set(name, { from, value });
    return value;
  }
}
