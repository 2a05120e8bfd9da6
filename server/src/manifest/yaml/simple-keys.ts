import type { TextCursor } from './text-cursor';
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
  isTaken: boolean;
}

/** What is inside of a bracket, or outside of all. */
interface Level {
  key: SimpleKey | undefined;
  /** The parser waits before it takes the token of the key. */
  isAwaited: boolean;
  /** The bracket itself can be a key, and nothing in it could be one yet. */
  isOnlyBracket: boolean;
}

/** The nodes that can still turn out to be keys: one for each open bracket, and one outside of them. */
export class SimpleKeys {
  readonly #cursor: TextCursor;
  readonly #levels: Level[] = [];
  #level: Level = { key: undefined, isAwaited: false, isOnlyBracket: false };

  constructor(cursor: TextCursor) {
    this.#cursor = cursor;
  }

  /**
   * The node that a `:` here makes a key. Of empty brackets, the parser can have taken the tokens already: then the place that is
   * kept for the key is behind it.
   */
  take(): SimpleKey | undefined {
    const { key, isAwaited } = this.#level;
    if (!key || !this.#isFresh(key)) return undefined;
    if (!isAwaited) key.isTaken = this.firstSlot === undefined;
    this.#level.key = undefined;
    return key;
  }

  save(key: SimpleKey): void {
    this.remove();
    this.#level.key = key;
    this.#level.isAwaited = true;
    this.#level.isOnlyBracket = false;
  }

  /** Ends the chance of a node to be a key. */
  remove(): void {
    const { key } = this.#level;
    if (key?.isRequired) throw new YamlError('colon', key.offset);
    this.#level.key = undefined;
  }

  /** @param isOnlyBracket whether the bracket was saved as the start of a key */
  openBracket(isOnlyBracket: boolean): void {
    this.#levels.push(this.#level);
    this.#level = { key: undefined, isAwaited: false, isOnlyBracket };
  }

  closeBracket(): void {
    const { isOnlyBracket } = this.#level;
    const outer = this.#levels.pop();
    if (!outer) return;
    this.#level = outer;
    // The parser keeps the number of the token under that of the bracket, and forgets both.
    if (isOnlyBracket) outer.isAwaited = false;
  }

  /** The first place that is kept for a node which can still be a key; `undefined` if there is none. */
  get firstSlot(): number | undefined {
    const awaited = [...this.#levels, this.#level].find(
      ({ key, isAwaited }) => key && isAwaited && this.#isInReach(key),
    );
    return awaited?.key?.slot;
  }

  /** Fails where a key must have been before this place: outside of brackets, in a line before it. */
  expectNoneBefore(): void {
    const { key } = this.#levels[0] ?? this.#level;
    if (key?.isRequired) this.#isFresh(key);
  }

  #isFresh(key: SimpleKey): boolean {
    const isFresh = this.#isInReach(key);
    if (!isFresh && key.isRequired) throw new YamlError('colon', key.offset);
    return isFresh;
  }

  #isInReach({ lineStart, offset }: SimpleKey): boolean {
    return lineStart === this.#cursor.lineStart && this.#cursor.isNear(offset, LONGEST_KEY);
  }
}
