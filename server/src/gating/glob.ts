/** Stands for one hexadecimal digit that nobody knows yet, in texts that a glob is asked about. */
export const UNKNOWN_DIGIT = '\u0000';

/** What stands for several characters: of one part between slashes, or any. */
export type Star = 'part' | 'any';
type Token = string | { readonly star: Star } | { readonly one: true };

/** A glob over whole texts, asked in time proportional to both: it is written by strangers. */
export class Glob {
  readonly #tokens: readonly Token[];
  /** By these two, most questions are answered at once. */
  readonly #beginning: string;
  readonly #onlyStar: Star | undefined;

  /** @param tokens single characters, and what stands for others */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    const first = tokens.findIndex((token) => typeof token !== 'string');
    this.#beginning = tokens.slice(0, first === -1 ? tokens.length : first).join('');
    const last = first === tokens.length - 1 ? tokens[first] : undefined;
    this.#onlyStar = typeof last === 'object' && 'star' in last ? last.star : undefined;
  }

  /** Whether a text meets the glob, `unknown` where that depends on unknown digits. */
  meets(text: string): 'yes' | 'no' | 'unknown' {
    const unknown = text.indexOf(UNKNOWN_DIGIT);
    const isBeginningKnown = unknown === -1 || this.#beginning.length <= unknown;
    if (isBeginningKnown && !text.startsWith(this.#beginning)) return 'no';
    if (isBeginningKnown && this.#onlyStar) {
      return this.#onlyStar === 'any' || !text.includes('/', this.#beginning.length) ? 'yes' : 'no';
    }
    if (this.#run(text, false)) return 'yes';
    return unknown !== -1 && this.#run(text, true) ? 'unknown' : 'no';
  }

  /** @param isLenient whether an unknown digit is the one that is wanted */
  #run(text: string, isLenient: boolean): boolean {
    let states = this.#closure([0]);
    for (const character of text) {
      if (states.size === 0) return false;
      const next: number[] = [];
      for (const state of states) {
        const token = this.#tokens[state];
        if (token === undefined) continue;
        if (typeof token === 'string') {
          const isDigit = character === UNKNOWN_DIGIT && isLenient && /[0-9a-f]/.test(token);
          if (token === character || isDigit) next.push(state + 1);
        } else if ('one' in token) next.push(state + 1);
        else if (token.star === 'any' || character !== '/') next.push(state);
      }
      states = this.#closure(next);
    }
    return states.has(this.#tokens.length);
  }

  /** The places with those behind stars, which may stand for nothing. */
  #closure(places: readonly number[]): Set<number> {
    const all = new Set(places);
    for (const place of all) {
      const token = this.#tokens[place];
      if (typeof token === 'object' && 'star' in token) all.add(place + 1);
    }
    return all;
  }
}
