import { spawn as spawnPlain } from 'node:child_process';
import { constants } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { inRoot } from './root-folder.ts';

/** What a process is told. */
export interface ContainerProcess {
  write(data: Buffer): void;
  closeInput(): void;
  resize(columns: number, rows: number): void;
  /** Ends it and its children. */
  kill(): void;
}

/** What it says. */
export interface Listener {
  output(stream: 'stdout' | 'stderr', data: Buffer): void;
  /** Comes last. 128 and the signal's number, where a signal ended it. */
  exit(code: number): void;
}

const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/root' };

/** Runs a command in the root folder of a container. */
export function run(
  root: string,
  hostname: string,
  command: readonly string[],
  hasTerminal: boolean,
  listener: Listener,
): ContainerProcess {
  const words = inRoot(root, command);
  const env = { ...ENVIRONMENT, HOSTNAME: hostname };
  return hasTerminal ? terminal(words, env, listener) : plain(words, env, listener);
}

type Words = readonly [program: string, ...words: string[]];

function plain([program, ...words]: Words, env: Record<string, string>, listener: Listener): ContainerProcess {
  const child = spawnPlain(program, words, { env, detached: true, stdio: 'pipe' });
  child.stdout.on('data', (data) => listener.output('stdout', data));
  child.stderr.on('data', (data) => listener.output('stderr', data));
  // It may have ended before it read everything.
  child.stdin.on('error', () => {});
  child.on('close', (code, signal) => listener.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  return {
    write: (data) => void child.stdin.write(data),
    closeInput: () => void child.stdin.end(),
    resize: () => {},
    kill: () => killGroup(child.pid),
  };
}

/** A terminal makes one stream of the two, as in a container. */
function terminal([program, ...words]: Words, env: Record<string, string>, listener: Listener): ContainerProcess {
  const child = spawnTerminal(program, words, {
    env: { ...env, TERM: 'xterm' },
    cwd: '/',
    encoding: null,
    cols: 80,
    rows: 24,
  });
  const decoder = new StringDecoder();
  // Its declaration says text, which is so only where there is an encoding.
  child.onData((data: string | Buffer) => listener.output('stdout', Buffer.from(data)));
  child.onExit(({ exitCode, signal }) => listener.exit(signal ? 128 + signal : exitCode));
  return {
    write: (data) => child.write(decoder.write(data)),
    closeInput: () => {},
    resize: (columns, rows) => child.resize(columns, rows),
    kill: () => killGroup(child.pid),
  };
}

/** Both kinds of process lead a group. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
