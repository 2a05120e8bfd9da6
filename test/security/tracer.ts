import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { ensurePackages } from '../hosts/debian.mjs';

const STRACE = '/usr/bin/strace';
/** A ring (io_uring) opens files and connects past every other call; Node makes none for that unless it is told to. */
const CALLS = 'trace=process,network,file,io_uring_setup';
/** How long a process that has been told to end may take to do so. */
const PATIENCE_MS = 20_000;

/** A call to the kernel, as strace prints it. */
interface Call {
  readonly name: string;
  readonly text: string;
  /** What is between its brackets. */
  readonly words: string;
  readonly failed: boolean;
  /** The real path of the file descriptor that it gave. */
  readonly opened: string | undefined;
}

/** A process that was seen, with what all its threads asked of the kernel. */
export interface TracedProcess {
  readonly id: number;
  /** Of the process that made it; none of the first one. */
  readonly parent: number | undefined;
  /** How its program was started, as strace prints it; empty for one that stayed a copy of its parent. */
  readonly command: string;
  readonly calls: readonly Call[];
}

/**
 * Watches a command and all that it starts with strace, which sees what no hook within Node does: programs, sockets and
 * files of native code, threads and children.
 */
export class Tracer {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws Error where there is no strace and it can't be installed */
  static start(): Tracer {
    ensurePackages({ purpose: 'Watching what a process does', files: [STRACE], packages: ['strace'] });
    const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-trace-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return new Tracer(folder);
  }

  /** What stands before the words of a command. The process that is started is the command itself: signals reach it. */
  get words(): [string, ...string[]] {
    const out = join(this.#folder, 'thread');
    return [STRACE, '-D', '-ff', '--seccomp-bpf', '-q', '-y', '-s', '4096', '-e', CALLS, '-o', out];
  }

  /**
   * All processes, once every one of them has ended.
   * @throws Error where nothing was seen, as in containers that allow no ptrace
   */
  async processes(): Promise<TracedProcess[]> {
    let threads = new Map<number, string>();
    await expect
      .poll(
        () => {
          threads = this.#read();
          return [...threads.values()].filter((text) => !/^\+\+\+ /m.test(text)).length;
        },
        { timeout: PATIENCE_MS, message: 'every process that is watched has ended' },
      )
      .toBe(0);
    if (![...threads.values()].some((text) => text.includes('execve(')))
      throw new Error('strace saw nothing. It needs the right to trace processes (ptrace) where the tests run.');
    return processesOf(threads);
  }

  /** The output by the thread's id. */
  #read(): Map<number, string> {
    const names = readdirSync(this.#folder);
    return new Map(names.map((name) => [Number(name.split('.')[1]), readFileSync(join(this.#folder, name), 'utf8')]));
  }
}

function processesOf(threads: ReadonlyMap<number, string>): TracedProcess[] {
  const made = new Map<number, { by: number; isThread: boolean }>();
  const calls = new Map([...threads].map(([id, text]) => [id, text.split('\n').flatMap(toCall)]));
  for (const [by, own] of calls) {
    for (const call of own.filter(startsProcessOrThread)) {
      const id = Number(/= (\d+)/.exec(call.text)?.[1]);
      if (!call.failed) made.set(id, { by, isThread: call.words.includes('CLONE_THREAD') });
    }
  }
  const processOf = (id: number): number => {
    const maker = made.get(id);
    return maker?.isThread ? processOf(maker.by) : id;
  };
  return [...new Set([...threads.keys()].map(processOf))].map((id) => {
    const own = [...calls].filter(([thread]) => processOf(thread) === id).flatMap(([, list]) => list);
    const parent = made.get(id)?.by;
    return {
      id,
      parent: parent === undefined ? undefined : processOf(parent),
      command: own.findLast(({ name, failed }) => name.startsWith('execve') && !failed)?.words ?? '',
      calls: own,
    };
  });
}

function toCall(line: string): Call[] {
  const match = /^(\w+)\((.*)\)\s+= (\S.*)$/.exec(line);
  const [, name, words, result] = match ?? [];
  if (name === undefined || words === undefined || result === undefined) return [];
  const opened = /^\d+<(.*)>/.exec(result)?.[1];
  return [{ name, words, text: line, failed: result.startsWith('-1'), opened }];
}

function startsProcessOrThread({ name }: Call): boolean {
  return /^(clone3?|v?fork)$/.test(name);
}

/** What a process did to start others: copies of itself and programs. Its own start and its threads don't count. */
export function startsOf({ calls }: TracedProcess): string[] {
  const programs = calls.filter(({ name }) => name.startsWith('execve')).slice(1);
  const copies = calls.filter((call) => startsProcessOrThread(call) && !call.words.includes('CLONE_THREAD'));
  return [...copies, ...programs].map(({ text }) => text);
}

/**
 * What a process did to reach others. Pairs of sockets are made to talk with one's own children, and what is sent needs a
 * socket first. Of Node's two rings, the one that only waits is harmless; the other one has a thread in the kernel.
 */
export function socketsOf({ calls }: TracedProcess): string[] {
  return calls
    .filter(
      ({ name, words }) =>
        /^(socket|connect|bind|listen|accept4?)$/.test(name) ||
        (name === 'io_uring_setup' && words.includes('IORING_SETUP_SQPOLL')),
    )
    .map(({ text }) => text);
}

/** What a process did with a file. */
export interface FileUse {
  /** Absolute; the real one where links were followed. */
  readonly path: string;
  readonly text: string;
  readonly isWritten: boolean;
}

/** Calls about processes and sockets: their texts are no files. */
const NO_FILES = /^(exec|getcwd|clone|wait|exit|send|recv|bind|connect|accept|get(sock|peer)|(get|set)sockopt)/;
const WRITES =
  /^(creat|mkdir|mknod|rename|link|symlink|unlink|rmdir|truncate|ch(mod|own)|lchown|f?chmodat|fchownat|utime|futimesat|l?setxattr|l?removexattr)/;

/**
 * The files that a process opened, asked about or changed. Where a link itself is read, which is how a path is followed
 * without opening what is at its end, it is the link that counts.
 * @param realPath follows links as they were while the process ran
 */
export function filesOf({ calls }: TracedProcess, realPath: (path: string) => string): FileUse[] {
  return calls.flatMap(({ name, words, text, opened, failed }) => {
    // What isn't there tells nothing.
    if (failed || NO_FILES.test(name)) return [];
    const folder = /^(?:\w+)?<(.*?)>, /.exec(words)?.[1] ?? '/';
    const paths = [...words.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
      .map(([, path = '']) => path)
      .filter((path) => path !== '');
    const isLink = /^(l|readlink|unlink|rename|symlink)/.test(name) || words.includes('NOFOLLOW');
    const isWritten = WRITES.test(name) || /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(words);
    // Of links that are read, the second text is what they say.
    return (name.startsWith('readlink') ? paths.slice(0, 1) : paths).map((path) => {
      const absolute = resolve(folder, path);
      return { path: opened ?? (isLink ? absolute : realPath(absolute)), text, isWritten };
    });
  });
}
