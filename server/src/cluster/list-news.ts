import { setTimeout as delay } from 'node:timers/promises';

/** Whether a list that is kept has changed since it was last looked at. */
export class ListNews {
  #isThere = false;
  #wake = (): void => {};

  get isThere(): boolean {
    return this.#isThere;
  }

  tell(): void {
    this.#isThere = true;
    this.#wake();
  }

  take(): void {
    this.#isThere = false;
  }

  come(): Promise<'come'> {
    return new Promise((resolve) => {
      this.#wake = () => resolve('come');
      if (this.#isThere) this.#wake();
    });
  }
}

/**
 * Yields each time that there is news of a list, until the signal stops it or the list ends. Who is slow is told once.
 * @param end of keeping the list
 * @param pauseMs how long changes are gathered now, in milliseconds
 * @throws what `end` is rejected with
 */
export async function* eachNews(
  news: ListNews,
  end: Promise<void>,
  signal: AbortSignal,
  pauseMs: () => number,
): AsyncGenerator<void, void> {
  const hasEnded = end.then(() => 'ended' as const);
  // It is awaited below; a failure between two states must not be unhandled meanwhile.
  hasEnded.catch(() => {});
  while (!signal.aborted) {
    const what = await Promise.race([news.come(), hasEnded]);
    if (signal.aborted || (what === 'ended' && !news.isThere)) return;
    const pause = pauseMs();
    if (pause > 0) await delay(pause, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return;
    news.take();
    yield;
  }
}
