import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface RunOptions {
  /** Ends kubectl; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** kubectl did not do what it was asked: its own words, for whoever makes a message of them. */
export class KubectlError extends Error {
  readonly words: readonly string[];
  /** What kubectl wrote about it; empty where it could not even be started. */
  readonly stderr: string;
  /** None where it could not be started, or was ended from outside. */
  readonly exitCode: number | undefined;

  constructor(words: readonly string[], stderr: string, exitCode: number | undefined, cause?: unknown) {
    super(`kubectl ${words.join(' ')} failed: ${stderr.trim() || String(cause)}`, { cause });
    this.name = 'KubectlError';
    this.words = words;
    this.stderr = stderr;
    this.exitCode = exitCode;
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
  async run(words: readonly string[], { signal }: RunOptions = {}): Promise<string> {
    signal?.throwIfAborted();
    this.#log(`kubectl ${words.map((word) => JSON.stringify(word)).join(' ')}`);
    // Whatever asks for a password or a code has nobody to answer it.
    const child = spawn(this.program, words, {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const end = (): boolean => child.kill();
    signal?.addEventListener('abort', end);
    try {
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close'),
      ]);
      signal?.throwIfAborted();
      if (stderr.trim() !== '') this.#log(stderr.trimEnd());
      if (code !== 0) throw new KubectlError(words, stderr, code ?? undefined);
      return stdout;
    } catch (error) {
      if (error instanceof KubectlError || signal?.aborted) throw error;
      throw new KubectlError(words, '', undefined, error);
    } finally {
      signal?.removeEventListener('abort', end);
    }
  }
}
