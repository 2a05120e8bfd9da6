/** Stands for one hexadecimal digit that nobody knows yet, in texts that a glob is asked about. */
export const UNKNOWN_DIGIT = '\u0000';

/** What stands for several characters, or none: of one part between slashes, or any. */
export type Wildcard = 'part' | 'any';
type Token = string | { readonly wildcard: Wildcard };

/** A glob over whole texts. It is written by strangers, so that no text may take it long. */
export class Glob {
  readonly #tokens: readonly Token[];
  /** By these two, most questions are answered at once. */
  readonly #beginning: string;
  readonly #onlyWildcard: Wildcard | undefined;
  /** Whether there are digits behind the beginning. */
  readonly #wantsDigits: boolean;

  /** @param tokens single characters, and what stands for others */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    const first = tokens.findIndex((token) => typeof token !== 'string');
    this.#beginning = tokens.slice(0, first === -1 ? tokens.length : first).join('');
    const last = first === tokens.length - 1 ? tokens[first] : undefined;
    this.#wantsDigits = tokens.slice(first).some((token) => typeof token === 'string' && /[0-9a-f]/.test(token));
    this.#onlyWildcard = typeof last === 'object' ? last.wildcard : undefined;
  }

  /** Whether a text meets the glob, `unknown` where that depends on unknown digits. */
  meets(text: string): 'yes' | 'no' | 'unknown' {
    const unknown = text.indexOf(UNKNOWN_DIGIT);
    const behind = this.#beginning.length;
    const isKnown = unknown === -1 || behind <= unknown;
    if (isKnown) {
      if (!text.startsWith(this.#beginning)) return 'no';
      if (this.#onlyWildcard === 'any') return 'yes';
      if (this.#onlyWildcard === 'part') return text.includes('/', behind) ? 'no' : 'yes';
    }
    if (this.#run(text, false)) return 'yes';
    return (this.#wantsDigits || !isKnown) && unknown !== -1 && this.#run(text, true) ? 'unknown' : 'no';
  }

  /**
   * Wildcards take as little as they can and more only when what is behind them doesn't fit: the last one of a part, or if
   * that is at its slash, the last one of any. Earlier ones never have to take more, since the last can take it instead.
   * @param isLenient whether an unknown digit is the one that is wanted
   */
  #run(text: string, isLenient: boolean): boolean {
    const tokens = this.#tokens;
    const [part, any] = [
      { token: -1, at: 0 },
      { token: -1, at: 0 },
    ];
    let token = 0;
    let at = 0;
    while (at < text.length || token < tokens.length) {
      const wanted = tokens[token];
      const wildcard = typeof wanted === 'object' ? wanted.wildcard : undefined;
      if (wildcard) {
        if (wildcard === 'any') part.token = -1;
        const star = wildcard === 'any' ? any : part;
        star.token = token;
        star.at = at;
        token += 1;
      } else if (at < text.length && typeof wanted === 'string' && isMet(wanted, text[at], isLenient)) {
        token += 1;
        at += 1;
      } else if (part.token !== -1 && part.at < text.length && text[part.at] !== '/') {
        part.at += 1;
        at = part.at;
        token = part.token + 1;
      } else if (any.token !== -1 && any.at < text.length) {
        any.at += 1;
        at = any.at;
        token = any.token + 1;
      } else return false;
    }
    return true;
  }
}

function isMet(token: string, character: string | undefined, isLenient: boolean): boolean {
  return token === character || (isLenient && character === UNKNOWN_DIGIT && /[0-9a-f]/.test(token));
}
