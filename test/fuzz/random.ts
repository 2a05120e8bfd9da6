/** Random choices that one number settles, so that a case can be made again from its seed alone. */
export class Random {
  #state: number;

  /** @param words what settles the choices; equal words give equal choices */
  constructor(...words: readonly (string | number)[]) {
    this.#state = hashOf(words.join(' '));
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.#next() * end);
  }

  /** A whole number from `from` to `to`. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  /** @throws RangeError for an empty list */
  pick<T>(items: readonly T[]): T {
    const index = this.below(items.length);
    const item = items[index];
    if (item === undefined && !(index in items)) throw new RangeError('There is nothing to choose from.');
    return item as T;
  }

  /** As many items as asked for, with repetitions. */
  several<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }

  /** Mulberry32: small and fast, and even enough to choose mutations. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** A hash of 32 bits (FNV-1a). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
