/** How long work on files may keep the editor waiting: a request takes four turns from its arrival to its answer. */
const PATIENCE_MS = 2;

/** Where there is no `setImmediate`, as in a browser, a timer comes later, but also lets messages in. */
const later: (callback: () => void) => void =
  typeof setImmediate === 'function' ? setImmediate : (callback) => void setTimeout(callback, 0);

/** Long work that takes turns with the requests of the editor. */
export class Turns {
  #startedAt = performance.now();

  /** Lets the editor have its turn, if this one has been long enough. Called between two pieces of work. */
  async next(): Promise<void> {
    if (performance.now() - this.#startedAt < PATIENCE_MS) return;
    await new Promise<void>((resolve) => later(resolve));
    this.#startedAt = performance.now();
  }
}
