import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import type { Cluster } from './cluster.ts';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl to its end. */
export async function kubectl(
  program: string,
  cluster: Pick<Cluster, 'environment'>,
  words: readonly string[],
  input = '',
): Promise<Result> {
  const child = startKubectl(program, cluster, words);
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}

/** Starts a kubectl that goes on until something happens. */
export function startKubectl(
  program: string,
  { environment }: Pick<Cluster, 'environment'>,
  words: readonly string[],
): ChildProcessWithoutNullStreams {
  return spawn(program, words, { env: { ...process.env, ...environment } });
}

/** A kubectl in a terminal, as a user sees it. */
export interface Terminal {
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** Resolves when this has been written, after what an earlier call waited for. */
  shows(pattern: RegExp): Promise<void>;
  readonly exit: Promise<number>;
}

export function openTerminal(
  program: string,
  { environment }: Pick<Cluster, 'environment'>,
  words: string[],
): Terminal {
  const env = { ...process.env, ...environment };
  const child = spawnTerminal(program, words, { env, cols: 100, rows: 30 });
  let unread = '';
  let look = (): void => {};
  child.onData((data) => {
    unread += data;
    look();
  });
  return {
    type: (text) => child.write(text),
    resize: (columns, rows) => child.resize(columns, rows),
    shows: (pattern) =>
      new Promise((resolve) => {
        look = () => {
          const found = pattern.exec(unread);
          if (!found) return;
          unread = unread.slice(found.index + found[0].length);
          look = () => {};
          resolve();
        };
        look();
      }),
    exit: new Promise((resolve) => child.onExit(({ exitCode }) => resolve(exitCode))),
  };
}
