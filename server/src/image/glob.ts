/** A hexadecimal digit that is not known, in text that is matched. */
export const UNKNOWN_DIGIT = '\u0000';

/** Wildcards for zero or more characters: within one part between slashes, or across slashes. */
export type GlobWildcard = 'part' | 'any';
type Token = string | { readonly wildcard: GlobWildcard };

/** A glob that matches whole texts. It can be hostile, so matching must not take long for any text. */
export class Glob {
  readonly #tokens: readonly Token[];
  /** The fixed beginning and end decide most matches. */
  readonly #beginning: string;
  readonly #onlyWildcard: GlobWildcard | undefined;
  /** Whether digits follow the beginning. */
  readonly #wantsDigits: boolean;

  /** @param tokens single characters and wildcards */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    const first = tokens.findIndex((token) => typeof token !== 'string');
    this.#beginning = tokens.slice(0, first === -1 ? tokens.length : first).join('');
    const last = first === tokens.length - 1 ? tokens[first] : undefined;
    this.#wantsDigits = tokens.slice(first).some((token) => typeof token === 'string' && /[0-9a-f]/.test(token));
    this.#onlyWildcard = typeof last === 'object' ? last.wildcard : undefined;
  }

  /** Whether a text matches the glob; `unknown` if that depends on unknown digits. */
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
   * A wildcard matches as few characters as possible, and more only if the text after it does not match. Then the last
   * wildcard of the part takes more or, at a slash, the last wildcard across slashes. Earlier wildcards never need to.
   * @param isLenient whether an unknown digit matches any digit
   */
  #run(text: string, isLenient: boolean): boolean {
    const tokens = this.#tokens;
    const [part, any] = [
      { token: -1, at: 0 },
      { token: -1, at: 0 },
    ];
    let token = 0;
    let index = 0;
    while (index < text.length || token < tokens.length) {
      const wanted = tokens[token];
      const wildcard = typeof wanted === 'object' ? wanted.wildcard : undefined;
      if (wildcard) {
        if (wildcard === 'any') part.token = -1;
        const star = wildcard === 'any' ? any : part;
        star.token = token;
        star.at = index;
        token += 1;
      } else if (index < text.length && typeof wanted === 'string' && isMet(wanted, text[index], isLenient)) {
        token += 1;
        index += 1;
      } else if (part.token !== -1 && part.at < text.length && text[part.at] !== '/') {
        part.at += 1;
        index = part.at;
        token = part.token + 1;
      } else if (any.token !== -1 && any.at < text.length) {
        any.at += 1;
        index = any.at;
        token = any.token + 1;
      } else return false;
    }
    return true;
  }
}

function isMet(token: string, character: string | undefined, isLenient: boolean): boolean {
  return token === character || (isLenient && character === UNKNOWN_DIGIT && /[0-9a-f]/.test(token));
}
