import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TypingPause } from '../../../client/src/language-server/typing-pause';

/** As VS Code's, as far as waiting needs it. */
class Token {
  isCancellationRequested = false;
  readonly #listeners = new Set<() => void>();

  onCancellationRequested(listener: () => void) {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  cancel(): void {
    this.isCancellationRequested = true;
    for (const listener of this.#listeners) listener();
  }

  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }
}

describe('diagnostics wait for a pause in typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** What waiting has come to so far; nothing while it goes on. */
  function watch(waiting: Promise<boolean>): boolean[] {
    const ends: boolean[] = [];
    void waiting.then((end) => ends.push(end));
    return ends;
  }

  it('but not after a document was opened', async () => {
    expect(await new TypingPause().wait({}, new Token())).toBe(true);
  });

  it('until the last key is some time ago, in this document', async () => {
    const [typing, document, token] = [new TypingPause(), {}, new Token()];
    typing.note(document);
    const ends = watch(typing.wait(document, token));
    for (let key = 0; key < 5; key++) {
      await vi.advanceTimersByTimeAsync(60);
      typing.note(document);
      typing.note({});
    }
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(99);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ends).toEqual([true]);
    expect(token.isHeard).toBe(false);
  });

  it('unless they are not needed any more', async () => {
    const [typing, document, token] = [new TypingPause(), {}, new Token()];
    typing.note(document);
    const ends = watch(typing.wait(document, token));
    token.cancel();
    await vi.advanceTimersByTimeAsync(0);
    expect(ends).toEqual([false]);
  });
});
