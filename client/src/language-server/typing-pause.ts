/** The pause in typing before diagnostics are asked for, in milliseconds: shown between two keys, they delay the next one. */
const PAUSE_MS = 100;

/** What stops waiting. */
interface Stop {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): unknown };
}

/** Waits until the user has paused typing in a document. */
export class TypingPause {
  readonly #changed = new WeakMap<object, number>();

  /** A document was changed. */
  note(document: object): void {
    this.#changed.set(document, performance.now());
  }

  /**
   * Ends at once for a document that was not changed lately.
   * @returns whether there is a pause; otherwise waiting was stopped
   */
  async wait(document: object, stop: Stop): Promise<boolean> {
    const rest = (): number => (this.#changed.get(document) ?? Number.NEGATIVE_INFINITY) + PAUSE_MS - performance.now();
    while (rest() > 0 && !stop.isCancellationRequested) await delay(rest(), stop);
    return !stop.isCancellationRequested;
  }
}

function delay(ms: number, stop: Stop): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const listener = stop.onCancellationRequested(end);
  });
}
