import { follow, type RunOptions, runToEnd } from './child-process';
import { redact } from './redact';

export type { RunOptions } from './child-process';

/** For what asks a cluster: enough to log in by a browser, which kubectl's login programs may open. */
export const CLUSTER_TIME = 60_000;
/** For what kubectl knows by itself: the kubeconfig can be on a slow disk, but not further away. */
export const LOCAL_TIME = 15_000;

/** The part of the time that a request gets: in the rest, kubectl can say itself what did not answer. */
const REQUEST_SHARE = 0.8;

/** kubectl did not do what it was asked: its own words, for whoever makes a message of them, without credentials. */
export class KubectlError extends Error {
  readonly words: readonly string[];
  /** What kubectl wrote about it; empty where it could not even be started. */
  readonly stderr: string;
  /** None where it could not be started, or was ended from outside. */
  readonly exitCode: number | undefined;

  constructor(words: readonly string[], stderr: string, exitCode: number | undefined, cause?: unknown) {
    super(`kubectl ${words.map(redact).join(' ')} failed: ${redact(stderr).trim() || String(cause)}`, { cause });
    this.name = 'KubectlError';
    this.words = words;
    this.stderr = redact(stderr);
    this.exitCode = exitCode;
  }
}

/** Why a KubectlError has no exit code: kubectl took too long. */
export class TimeUp extends Error {
  /** How long that was, in milliseconds. */
  readonly after: number;

  constructor(after: number) {
    super(`ended after ${after} ms`);
    this.name = 'TimeUp';
    this.after = after;
  }
}

/** One kubectl program. It is always given a list of words, never a line for a shell to take apart. */
export class Kubectl {
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly #log: (line: string) => void;

  /** @param log gets the words of each call, and what kubectl writes about it; neither ever has a credential in it */
  constructor(program: string, environment: NodeJS.ProcessEnv = process.env, log: (line: string) => void = () => {}) {
    this.program = program;
    this.environment = environment;
    this.#log = log;
  }

  /**
   * Runs kubectl to its end.
   * @returns what it wrote to its standard output
   * @throws KubectlError
   */
  async run(words: readonly string[], options: RunOptions = {}): Promise<string> {
    const { signal, timeoutMs } = options;
    signal?.throwIfAborted();
    const all = timeoutMs === undefined ? words : [requestTimeout(timeoutMs), ...words];
    this.#logCall(all);
    const { stdout, stderr, exitCode, isTimedOut } = await runToEnd(this.program, all, this.environment, options).catch(
      (error: unknown) => {
        if (signal?.aborted) throw error;
        throw new KubectlError(words, '', undefined, error);
      },
    );
    if (stderr.trim() !== '') this.#log(redact(stderr).trimEnd());
    if (exitCode === 0) return stdout;
    throw new KubectlError(words, stderr, exitCode, isTimedOut ? new TimeUp(timeoutMs ?? 0) : undefined);
  }

  /**
   * Starts a kubectl that goes on until something happens.
   * @param write gets what it writes, and what it has to say about it, as it comes
   * @param signal ends it
   * @returns its exit code; none where it was ended from outside
   * @throws what keeps it from being started
   */
  async follow(
    words: readonly string[],
    write: (text: string) => void,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    this.#logCall(words);
    return follow(this.program, words, this.environment, write, signal);
  }

  #logCall(words: readonly string[]): void {
    this.#log(redact(`kubectl ${words.map((word) => JSON.stringify(word)).join(' ')}`));
  }
}

function requestTimeout(timeoutMs: number): string {
  return `--request-timeout=${Math.max(1, Math.floor(timeoutMs * REQUEST_SHARE))}ms`;
}
