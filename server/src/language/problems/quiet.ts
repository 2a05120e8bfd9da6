/** How long the user has not typed before other work goes on. */
const PAUSE_MS = 400;

/** Waits until the user does not type. */
export class Quiet {
  #until = 0;

  /** The user has typed. */
  disturb(): void {
    this.#until = performance.now() + PAUSE_MS;
  }

  async wait(): Promise<void> {
    for (let left = this.#left; left > 0; left = this.#left) await new Promise((resolve) => setTimeout(resolve, left));
  }

  get #left(): number {
    return this.#until - performance.now();
  }
}
