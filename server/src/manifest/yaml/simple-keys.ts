import type { Cursor } from './cursor';
import { YamlError } from './yaml-error';

/** In characters: a key without `?` is not longer (YAML 1.1, 9.3). */
const LONGEST_KEY = 1024;

/** A node that is a key if a `:` follows it on its line. */
interface SimpleKey {
  /** Its first place among the tokens; two are kept for it. */
  readonly slot: number;
  readonly offset: number;
  readonly lineStart: number;
  readonly column: number;
  /** It begins where a key of the open block map begins. */
  readonly isRequired: boolean;
}

/** The nodes that can still turn out to be keys: one for each open bracket, and one outside of them. */
export class SimpleKeys {
  readonly #cursor: Cursor;
  readonly #byLevel: (SimpleKey | undefined)[] = [undefined];

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** The node that a `:` here makes a key. */
  take(): SimpleKey | undefined {
    const key = this.#byLevel.at(-1);
    if (!key || !this.#isFresh(key)) return undefined;
    this.#byLevel[this.#byLevel.length - 1] = undefined;
    return key;
  }

  save(key: SimpleKey): void {
    this.remove();
    this.#byLevel[this.#byLevel.length - 1] = key;
  }

  /** Ends the chance of a node to be a key. */
  remove(): void {
    const key = this.#byLevel.at(-1);
    if (key?.isRequired) throw new YamlError('colon', key.offset);
    this.#byLevel[this.#byLevel.length - 1] = undefined;
  }

  openBracket(): void {
    this.#byLevel.push(undefined);
  }

  closeBracket(): void {
    if (this.#byLevel.length > 1) this.#byLevel.pop();
  }

  /** Fails where a key must have been before this place: outside of brackets, in a line before it. */
  expectNoneBefore(): void {
    const [outermost] = this.#byLevel;
    if (outermost?.isRequired) this.#isFresh(outermost);
  }

  #isFresh({ lineStart, offset, isRequired }: SimpleKey): boolean {
    const isFresh =
      lineStart === this.#cursor.lineStart &&
      (this.#cursor.offset - offset <= LONGEST_KEY || this.#cursor.charactersFrom(offset) <= LONGEST_KEY);
    if (!isFresh && isRequired) throw new YamlError('colon', offset);
    return isFresh;
  }
}
