import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { neutralFolder } from '../programs/neutral-folder';

/** How long a process may take to end by itself before it is killed, in milliseconds. */
const GRACE = 1000;
/** How long a process that a program has left behind may keep the error output open, in milliseconds. */
const LINGER = 100;
/** How much a program may write, in bytes: more than a chunk of a list, and more than VS Code shows as a document. */
export const MOST_OUTPUT = 64 * 2 ** 20;
/** How much it may write if only the end is kept, as for a log. */
const MOST_IN_ALL = 2 ** 30;
/** How much of the end of its error output is kept, in UTF-16 units: programs say there why they failed. */
const KEPT_ERRORS = 64 * 1024;

export interface RunOptions {
  /** Stops the program; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The time limit in milliseconds. Then the program is stopped, together with the processes that it has started. */
  readonly timeoutMs?: number | undefined;
  /** Whether only the end of a long output is needed. */
  readonly keepsEnd?: boolean;
}

export interface ProcessOutcome {
  readonly stdout: string;
  readonly stderr: string;
  /** `undefined` if it was killed. */
  readonly exitCode: number | undefined;
  readonly isTimedOut: boolean;
  /** Whether it was stopped because it wrote more than `MOST_OUTPUT`. */
  readonly isTooLong: boolean;
}

/**
 * Runs a program without a terminal and without input, so a program that asks for a password gets no answer.
 * @throws the signal's reason, and the error if the program can't be started
 */
export async function runToEnd(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  { signal, timeoutMs, keepsEnd = false }: RunOptions,
): Promise<ProcessOutcome> {
  const child = start(program, words, environment);
  let stderr = '';
  let isTimedOut = false;
  let isTooLong = false;
  const stop = (): void => end(child);
  const overflow = (): void => {
    isTooLong = true;
    stop();
  };
  const stdout = collect(child.stdout, keepsEnd, overflow);
  count(child.stderr, MOST_OUTPUT, overflow);
  child.stderr.setEncoding('utf8').on('data', (more: string) => {
    stderr = (stderr + more).slice(-KEPT_ERRORS);
  });
  const isSaid = closing(child.stderr);
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
    const [code] = await once(child, 'exit');
    signal?.throwIfAborted();
    await Promise.race([isSaid, lingering()]);
    const isEnded = isTooLong || (isTimedOut && code !== 0);
    return { stdout: isEnded ? '' : await stdout, stderr, exitCode: code ?? undefined, isTimedOut, isTooLong };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/**
 * Runs a program in the same way, and passes on its output as it comes.
 * @param write is told whether a text is of the error output
 * @param signal stops it
 * @returns its exit code; `undefined` if it was killed
 * @throws the error if it can't be started
 */
export async function followProcess(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  write: (text: string, isError: boolean) => void,
  signal: AbortSignal,
): Promise<number | undefined> {
  const child = start(program, words, environment);
  child.stdout.setEncoding('utf8').on('data', (text: string) => write(text, false));
  child.stderr.setEncoding('utf8').on('data', (text: string) => write(text, true));
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

/** The output, or its end; empty if it is too long. */
async function collect(output: Readable, keepsEnd: boolean, overflow: () => void): Promise<string> {
  const chunks: Buffer[] = [];
  let [bytes, isOver] = [0, false];
  count(output, keepsEnd ? MOST_IN_ALL : MOST_OUTPUT, () => {
    isOver = true;
    chunks.length = 0;
    overflow();
  });
  output.on('data', (chunk: Buffer) => {
    if (isOver) return;
    chunks.push(chunk);
    bytes += chunk.length;
    while (bytes > MOST_OUTPUT) bytes -= chunks.shift()?.length ?? bytes;
  });
  await closing(output);
  return Buffer.concat(chunks).toString('utf8');
}

/** Calls back once, when the output gets too long. */
function count(output: Readable, most: number, overflow: () => void): void {
  let bytes = 0;
  output.on('data', (chunk: Buffer | string) => {
    const before = bytes;
    bytes += chunk.length;
    if (bytes > most && before <= most) overflow();
  });
}

function start(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(program, words, {
    env: environment,
    cwd: neutralFolder(),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // It gets its own process group, so that the processes that it starts can be stopped with it.
    detached: process.platform !== 'win32',
  });
}

function closing(output: Readable): Promise<void> {
  return new Promise((resolve) => output.once('close', resolve));
}

/** The login program inherits kubectl's error output, and a process that it leaves behind can hold it open. */
function lingering(): Promise<void> {
  return delay(LINGER, undefined, { ref: false });
}

/** Stops a program and all processes that it has started: otherwise a login program would go on waiting. */
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

/** Windows has no process groups, but `taskkill` finds the child processes. */
function endTree(child: ChildProcess, pid: number): void {
  const taskkill = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  spawn(taskkill, ['/pid', String(pid), '/t', '/f'], { cwd: neutralFolder(), stdio: 'ignore', windowsHide: true }).on(
    'error',
    () => child.kill(),
  );
}
