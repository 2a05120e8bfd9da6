/** How long work on files may keep the editor waiting: a request takes four turns from its arrival to its answer. */
const PATIENCE_MS = 2;

/** Long work that takes turns with the requests of the editor. */
export class Turns {
  readonly #later = laterHere();
  #startedAt = performance.now();

  /** Lets the editor have its turn, if this one has been long enough. Called between two pieces of work. */
  async next(): Promise<void> {
    if (performance.now() - this.#startedAt < PATIENCE_MS) return;
    await new Promise<void>(this.#later);
    this.#startedAt = performance.now();
  }
}

/** How a call is put behind the messages that have arrived. */
function laterHere(): (call: () => void) => void {
  if (typeof setImmediate === 'function') return setImmediate;
  // In a browser, timers wait for 4 ms when many follow each other, which is longer than a turn.
  return (call) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      call();
    };
    port2.postMessage(undefined);
  };
}
