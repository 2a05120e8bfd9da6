import { withAbsolutePaths } from '../programs/border';
import { AnswerError } from './answer-error';
import { parseAnswer } from './answer-json';
import { followProcess, MOST_OUTPUT, type RunOptions, runToEnd } from './child-process';
import { redact } from './redact';

export type { RunOptions } from './child-process';

/** The time limit for requests to a cluster: enough to log in with a browser, which login programs may open. */
export const CLUSTER_TIME = 60_000;
/** The time limit for local information: the kubeconfig may be on a slow disk. */
export const LOCAL_TIME = 15_000;

/** The part of the time limit for the request. In the rest, kubectl can report what did not answer. */
const REQUEST_SHARE = 0.8;

/** kubectl failed. It has the words of kubectl without credentials; `problemOf` makes a message from them. */
export class KubectlError extends Error {
  readonly words: readonly string[];
  /** kubectl's error output; empty if it could not be started. */
  readonly stderr: string;
  /** `undefined` if it could not be started, or was killed. */
  readonly exitCode: number | undefined;

  constructor(words: readonly string[], stderr: string, exitCode: number | undefined, cause?: unknown) {
    super(`kubectl ${words.map(redact).join(' ')} failed: ${redact(stderr).trim() || String(cause)}`, { cause });
    this.name = 'KubectlError';
    this.words = words;
    this.stderr = redact(stderr);
    this.exitCode = exitCode;
  }
}

/** The cause of a KubectlError if kubectl took too long. */
export class TimeUp extends Error {
  /** The time limit, in milliseconds. */
  readonly after: number;

  constructor(after: number) {
    super(`ended after ${after} ms`);
    this.name = 'TimeUp';
    this.after = after;
  }
}

/** A kubectl program. It gets a list of arguments, never a command line for a shell. */
export class Kubectl {
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly #log: (line: string) => void;

  /** @param log gets the arguments of each call, and kubectl's error output, both without credentials */
  constructor(program: string, environment: NodeJS.ProcessEnv = process.env, log: (line: string) => void = () => {}) {
    this.program = program;
    // It runs in another folder.
    this.environment = withAbsolutePaths(environment, process.cwd());
    this.#log = log;
  }

  /**
   * Runs kubectl to its end.
   * @returns its standard output
   * @throws KubectlError
   */
  async run(words: readonly string[], options: RunOptions = {}): Promise<string> {
    return (await this.runWhole(words, options)).stdout;
  }

  /**
   * Runs kubectl to its end.
   * @returns its standard output, and its error output, in which programs in a container complain even where kubectl succeeds
   * @throws KubectlError
   */
  async runWhole(
    words: readonly string[],
    options: RunOptions = {},
  ): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const { signal, timeoutMs } = options;
    signal?.throwIfAborted();
    const all = timeoutMs === undefined ? words : [requestTimeout(timeoutMs), ...words];
    this.#logCall(all);
    const start = performance.now();
    const outcome = await runToEnd(this.program, all, this.environment, options).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw new KubectlError(words, '', undefined, error);
    });
    const { stdout, stderr, exitCode, isTimedOut, isTooLong } = outcome;
    if (stderr.trim() !== '') this.#log(redact(stderr).trimEnd());
    this.#log(`kubectl ${isTimedOut ? 'was stopped' : endWords(exitCode)} after ${secondsSince(start)} s`);
    if (isTooLong) throw new KubectlError(words, stderr, exitCode, new AnswerError('too-long', MOST_OUTPUT));
    if (exitCode === 0) return { stdout, stderr };
    throw new KubectlError(words, stderr, exitCode, isTimedOut ? new TimeUp(timeoutMs ?? 0) : undefined);
  }

  /**
   * Runs kubectl to its end.
   * @returns what its answer in JSON says
   * @throws KubectlError, also if the answer is not JSON
   */
  async json(words: readonly string[], options: RunOptions = {}): Promise<unknown> {
    return this.parse(await this.run(words, options), words);
  }

  /**
   * What an answer in JSON says.
   * @param words of the request
   * @throws KubectlError
   */
  parse(answer: string, words: readonly string[]): unknown {
    try {
      return parseAnswer(answer);
    } catch (error) {
      throw new KubectlError(words, '', 0, error);
    }
  }

  /**
   * Starts a kubectl that runs until it ends or is stopped.
   * @param write gets its output and error output as they come, and whether it is of the error output
   * @param signal stops it
   * @returns its exit code; `undefined` if it was killed
   * @throws the error if it can't be started
   */
  async follow(
    words: readonly string[],
    write: (text: string, isError: boolean) => void,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    this.#logCall(words);
    const start = performance.now();
    const exitCode = await followProcess(this.program, words, this.environment, write, signal);
    this.#log(`kubectl ${endWords(exitCode)} after ${secondsSince(start)} s`);
    return exitCode;
  }

  /** Logs a call that runs in a terminal. */
  noteTerminal(words: readonly string[]): void {
    this.#logCall(words, 'in a terminal: ');
  }

  /** Logs that the terminal of a call has closed. */
  noteTerminalEnd(words: readonly string[]): void {
    this.#logCall(words, 'its terminal has closed: ');
  }

  #logCall(words: readonly string[], where = ''): void {
    this.#log(redact(`${where}kubectl ${words.map((word) => JSON.stringify(word)).join(' ')}`));
  }
}

function endWords(exitCode: number | undefined): string {
  return exitCode === undefined ? 'was stopped' : `ended with exit code ${exitCode}`;
}

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(2);
}

function requestTimeout(timeoutMs: number): string {
  return `--request-timeout=${Math.max(1, Math.floor(timeoutMs * REQUEST_SHARE))}ms`;
}
