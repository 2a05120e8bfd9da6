import { type Facts, NO_FACTS } from './facts';
import { FactsByFile } from './facts-by-file';

type Kind = keyof Facts;

const KINDS = Object.keys(NO_FACTS) as readonly Kind[];

/** The facts of all files, and values that are derived from them, which are kept until a fact changes. */
export class FactStore {
  readonly #files = new Map<string, readonly Facts[]>();
  readonly #kinds = new Map(KINDS.map((kind) => [kind, new FactsByFile<unknown>()]));
  readonly #derived = new Map<string, Derived>();
  /** Grows with each change of a fact. */
  #version = 0;

  /** The files that have facts, in any order. */
  get uris(): Iterable<string> {
    return this.#files.keys();
  }

  /** The facts of a file; none if the file is unknown. */
  of(uri: string): readonly Facts[] {
    return this.#files.get(uri) ?? [];
  }

  /** Sets the facts of a file; an empty list removes the file. */
  set(uri: string, facts: readonly Facts[]): void {
    this.#version++;
    const changed = differences(this.of(uri), facts);
    if (facts.length === 0) this.#files.delete(uri);
    else this.#files.set(uri, facts);
    for (const kind of KINDS) if (hasAny(changed, kind)) this.#kind(kind).set(uri, ofKind(facts, kind));
  }

  /** The facts of a kind in the files that have some, in the order of their URIs. */
  filesWith<K extends Kind>(kind: K): ReadonlyMap<string, readonly Facts[K][number][]> {
    return this.#kind(kind).files;
  }

  /** All facts of a kind: the same list until one of them changes. */
  all<K extends Kind>(kind: K): readonly Facts[K][number][] {
    return this.#kind(kind).all;
  }

  /**
   * A value that is derived from facts of some kinds.
   * @param name a different one for each use
   */
  derive<T>(name: string, kinds: readonly Kind[], make: () => T): T {
    const known = this.#derived.get(name);
    if (known?.version === this.#version) return known.value as T;
    const from = kinds.map((kind) => this.all(kind));
    if (known?.from.every((list, index) => list === from[index])) {
      known.version = this.#version;
      return known.value as T;
    }
    const version = this.#version;
    const value = make();
    this.#derived.set(name, { version, from, value });
    return value;
  }

  #kind<K extends Kind>(kind: K): FactsByFile<Facts[K][number]> {
    return this.#kinds.get(kind) as FactsByFile<Facts[K][number]>;
  }
}

/** Without a list of its own where only one document has such facts, as in most files. */
function ofKind<K extends Kind>(facts: readonly Facts[], kind: K): readonly Facts[K][number][] {
  const lists = facts.flatMap((one) => (one[kind].length > 0 ? [one[kind]] : []));
  return lists.length === 1 && lists[0] ? lists[0] : lists.flat();
}

function hasAny(facts: readonly Facts[], kind: Kind): boolean {
  for (const one of facts) if (one[kind].length > 0) return true;
  return false;
}

/** The facts that are in one of two lists, apart from what the lists begin and end with in common. */
function differences(one: readonly Facts[], other: readonly Facts[]): Facts[] {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  return [...one.slice(start, one.length - end), ...other.slice(start, other.length - end)];
}

/** A value, and the facts that it was made from. */
interface Derived {
  /** The latest version of all facts with which it is the same. */
  version: number;
  readonly from: readonly unknown[];
  readonly value: unknown;
}
