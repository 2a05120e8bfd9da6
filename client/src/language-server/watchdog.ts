import { Pulse } from './pulse';

/** How often a document may be one of several suspects before it is left out. */
const CHANCES = 2;

/** The server, and the actions of the watchdog. */
export interface Watched {
  /** Resolves when the server has handled all earlier messages; rejects when it has ended. */
  isAlive(): Promise<unknown>;
  /** Resolves when the server has read the files of the workspace. */
  workspaceRead(): Promise<unknown>;
  /** Makes the server judge an open document. */
  judge(uri: string): Promise<unknown>;
  /** Makes the server read a file of the workspace again. */
  readAgain(uri: string): Promise<unknown>;
  /**
   * Kills the server, which is then restarted.
   * @param isForSuspects whether the new server gets fewer documents; otherwise it would hang again
   */
  kill(isForSuspects: boolean): void;
  /** Leaves a document out from now on, because the server hangs on it. */
  leaveOut(uri: string): void;
}

/**
 * Detects a server that hangs, and finds the document that it hangs on. A document that the server gets is a suspect until
 * the next sign of life, and a document that a request is about until its answer. If there are several suspects, the
 * restarted server gets them one at a time.
 */
export class Watchdog {
  readonly #watched: Watched;
  readonly #leftOut = new Set<string>();
  /** Left-out documents that were closed. They get another chance when they are opened. */
  readonly #closed = new Set<string>();
  /** The documents that the server got since the last request for a sign of life. */
  #given = new Set<string>();
  /** The documents of pending requests, one for each request. */
  readonly #asked = new Map<symbol, string>();
  /** The documents that are held back, and how to hand over each. */
  readonly #held = new Map<string, (() => Promise<unknown>) | undefined>();
  /** How often each document was one of several suspects: the server may hang only on several together. */
  readonly #suspected = new Map<string, number>();
  readonly #pulse: Pulse;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#pulse = new Pulse({
      isNeeded: () => this.#given.size > 0 || this.#asked.size > 0,
      begin: () => this.#takeGiven(),
      isAlive: () => watched.isAlive(),
      isSilent: (given) => this.#hangs([...given, ...this.#asked.values()]),
    });
  }

  dispose(): void {
    this.#pulse.end();
  }

  /**
   * Whether the server may get a document now.
   * @param handOver gives the server a document that was held back, when its turn comes
   */
  mayGet(uri: string, handOver?: () => Promise<unknown>): boolean {
    if (handOver && this.#closed.has(uri)) this.forgive(uri);
    if (this.#leftOut.has(uri)) return false;
    if (this.#held.has(uri)) {
      if (handOver) this.#held.set(uri, handOver);
      return false;
    }
    this.#given.add(uri);
    this.#pulse.start();
    return true;
  }

  /** Watches a request about a document. */
  async watch<T>(uri: string, answer: Promise<T>): Promise<T> {
    const question = Symbol();
    this.#asked.set(question, uri);
    this.#pulse.start();
    try {
      return await answer;
    } finally {
      this.#asked.delete(question);
    }
  }

  /** Handles a closed document: the server may read it as a file, unless it hangs on it. */
  close(uri: string): void {
    if (this.#leftOut.has(uri)) this.#closed.add(uri);
    if (this.#held.has(uri)) this.#held.set(uri, undefined);
  }

  /** Gives a document another chance, or all of them. */
  forgive(uri?: string): void {
    if (uri === undefined) {
      this.#leftOut.clear();
      this.#closed.clear();
      this.#suspected.clear();
    } else {
      this.#suspected.delete(uri);
      this.#leftOut.delete(uri);
      this.#closed.delete(uri);
    }
  }

  /**
   * Hands the held-back documents to a restarted server, one after the other.
   * @throws if the server ends; the rest is still held back then
   */
  async release(): Promise<void> {
    if (this.#held.size === 0) return;
    // Until then the server gets other files, which would be suspects together with the first document.
    await this.#watched.workspaceRead();
    for (const uri of [...this.#held.keys()]) {
      const handOver = this.#held.get(uri);
      this.#held.delete(uri);
      this.#given.add(uri);
      this.#pulse.start();
      await handOver?.();
      await this.watch(uri, handOver ? this.#watched.judge(uri) : this.#watched.readAgain(uri));
      // Otherwise it would be a suspect together with the next one.
      this.#given.delete(uri);
    }
  }

  /** Those that the server has got since this was last asked. */
  #takeGiven(): ReadonlySet<string> {
    const given = this.#given;
    this.#given = new Set();
    return given;
  }

  #hangs(found: readonly string[]): void {
    this.#pulse.stop();
    this.#given.clear();
    const suspects = new Set(found);
    for (const uri of suspects) {
      const times = (this.#suspected.get(uri) ?? 0) + 1;
      this.#suspected.set(uri, times);
      if (suspects.size === 1 || times > CHANCES) {
        this.#leftOut.add(uri);
        this.#watched.leaveOut(uri);
      } else this.#held.set(uri, undefined);
    }
    this.#watched.kill(suspects.size > 0);
  }
}
