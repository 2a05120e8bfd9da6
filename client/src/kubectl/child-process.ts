import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a process may take to end by itself before it is killed, in milliseconds. */
const GRACE = 1000;
/** How long what a program left behind may keep its error output open after it has ended, in milliseconds. */
const LINGER = 100;

export interface RunOptions {
  /** Ends the program; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long it may take, in milliseconds. Then the program is ended, together with whatever it has started to log in. */
  readonly timeoutMs?: number | undefined;
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** None where it was ended from outside. */
  readonly exitCode: number | undefined;
  readonly isTimedOut: boolean;
}

/**
 * Runs a program without a terminal or any input: whatever asks for a password or a code has nobody to answer it.
 * @throws the signal's reason, and what keeps the program from being started
 */
export async function runToEnd(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  { signal, timeoutMs }: RunOptions,
): Promise<Outcome> {
  const child = start(program, words, environment);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (more: string) => {
    stderr += more;
  });
  const isSaid = closing(child.stderr);
  let isTimedOut = false;
  const stop = (): void => end(child);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          isTimedOut = true;
          stop();
        }, timeoutMs);
  try {
    const stdout = text(child.stdout);
    // Nobody looks at it where the program can't be started, or is ended.
    stdout.catch(() => {});
    const [code] = await once(child, 'exit');
    signal?.throwIfAborted();
    await Promise.race([isSaid, lingering()]);
    const isEnded = isTimedOut && code !== 0;
    return { stdout: isEnded ? '' : await stdout, stderr, exitCode: code ?? undefined, isTimedOut };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/**
 * Runs a program in the same way, and hands on what it writes as it comes.
 * @param signal ends it
 * @returns its exit code; none where it was ended from outside
 * @throws what keeps it from being started
 */
export async function follow(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<number | undefined> {
  const child = start(program, words, environment);
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', write);
  const isWritten = closing(child.stdout);
  const isSaid = closing(child.stderr);
  const stop = (): void => end(child);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    const [code] = await once(child, 'exit');
    await isWritten;
    await Promise.race([isSaid, lingering()]);
    return code ?? undefined;
  } finally {
    signal.removeEventListener('abort', stop);
    child.stderr.destroy();
  }
}

function start(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(program, words, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // A group of its own, so that what it starts can be ended with it.
    detached: process.platform !== 'win32',
  });
}

function closing(output: Readable): Promise<void> {
  return new Promise((resolve) => output.once('close', resolve));
}

/** The program that logs in gets kubectl's own error output; a process that it leaves behind holds it open. */
function lingering(): Promise<void> {
  return delay(LINGER, undefined, { ref: false });
}

/** Ends a program and everything that it has started: a login program that waits would go on without it. */
function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') endTree(child, child.pid);
  else {
    endGroup(child.pid, 'SIGTERM');
    const { pid } = child;
    setTimeout(() => endGroup(pid, 'SIGKILL'), GRACE).unref();
  }
}

function endGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // All of them have ended already.
  }
}

/** Windows has no groups of processes, but knows who has started whom. */
function endTree(child: ChildProcess, pid: number): void {
  const taskkill = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  spawn(taskkill, ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () =>
    child.kill(),
  );
}
