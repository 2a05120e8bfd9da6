/** How long the server may not answer, in seconds in which the machine is awake. */
const PATIENCE = 10;

/** Whose pulse is felt, and who is told when there is none. */
interface Felt {
  /** Whether there is anything that the server may hang on. */
  isNeeded(): boolean;
  /** Called before each question, with what the server has got since the last one as its answer. */
  begin(): ReadonlySet<string>;
  /** Resolves once the server answers; rejects when it has ended. */
  isAlive(): Promise<unknown>;
  /** @param given what the server had got before the question that it doesn't answer */
  isSilent(given: ReadonlySet<string>): void;
}

/** Asks a server for signs of life, every second for as long as it is needed. */
export class Pulse {
  readonly #felt: Felt;
  #timer: ReturnType<typeof setInterval> | undefined;
  #hasEnded = false;

  constructor(felt: Felt) {
    this.#felt = felt;
  }

  /** Begins to ask, unless it does so already. */
  start(): void {
    if (this.#hasEnded || this.#timer !== undefined) return;
    let seconds = 0;
    let given: ReadonlySet<string> = new Set();
    const ask = async (): Promise<void> => {
      given = this.#felt.begin();
      await this.#felt.isAlive();
      seconds = 0;
      given = new Set();
    };
    let isAsking: Promise<void> | undefined;
    // The ticks count only while the machine is awake.
    const timer = setInterval(() => {
      if (this.#timer !== timer) return clearInterval(timer);
      if (isAsking === undefined && !this.#felt.isNeeded()) this.stop();
      else if (++seconds > PATIENCE) this.#felt.isSilent(given);
      else
        isAsking ??= ask().then(
          () => {
            isAsking = undefined;
          },
          // The server has ended; the restarted one gets a new timer.
          () => {
            if (this.#timer === timer) this.stop();
          },
        );
    }, 1000);
    this.#timer = timer;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Stops for good. */
  end(): void {
    this.stop();
    this.#hasEnded = true;
  }
}
