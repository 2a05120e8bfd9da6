import { spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { childrenSeconds, peakMegabytes } from './resources';

/** How often the memory of a process is read, in milliseconds. What it gains after the last time is not seen. */
const SAMPLE_MS = 5;
const TIMEOUT_SECONDS = 300;

/** What a run of a program took. */
export interface Run {
  readonly seconds: number;
  /** The time on processors, its threads and children included. */
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  /** It was stopped after the longest time: its figures are lower bounds. */
  readonly isStopped: boolean;
}

/** How a program is run. */
export interface Command {
  readonly words: readonly string[];
  readonly cwd?: string;
  /** Without it, the program may use all cores. */
  readonly cores?: 1;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  /** Exit codes that do not mean that it failed; default: 0. */
  readonly exitCodes?: readonly number[];
  /** Where its output goes. A program without output is not expected to say anything. */
  readonly output?: string;
  /** Runs before each measured run, and is not measured. */
  readonly prepare?: () => Promise<void>;
}

/** Runs a program, cold, and measures it from outside. */
export async function run(command: Command): Promise<Run> {
  await command.prepare?.();
  const { cwd, environment, output, exitCodes = [0], timeoutSeconds = TIMEOUT_SECONDS } = command;
  const [program = '', ...words] = command.cores === 1 ? ['taskset', '-c', '0', ...command.words] : command.words;
  const file = openSync(output ?? '/dev/null', 'w');
  const processorBefore = childrenSeconds();
  const start = performance.now();
  const child = spawn(program, words, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', file, 'pipe'],
  });
  let peak = 0;
  let isStopped = false;
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const sampling = setInterval(() => {
    if (child.pid !== undefined) peak = Math.max(peak, peakMegabytes(child.pid) ?? 0);
    if (performance.now() - start < timeoutSeconds * 1000) return;
    isStopped = true;
    child.kill('SIGKILL');
  }, SAMPLE_MS);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const seconds = (performance.now() - start) / 1000;
    if (!isStopped && !exitCodes.includes(code ?? -1))
      throw new Error(`"${words.slice(0, 8).join(' ')}" failed (${code}): ${errors}`);
    if (!isStopped && output !== undefined && statSync(output).size === 0)
      throw new Error(`"${words.slice(0, 8).join(' ')}" says nothing; the benchmark measures something else.`);
    return { seconds, processorSeconds: childrenSeconds() - processorBefore, peakMegabytes: peak, isStopped };
  } finally {
    clearInterval(sampling);
    closeSync(file);
  }
}

/**
 * Runs programs in turn, round by round, so that what disturbs the machine disturbs all of them.
 * @returns for each program its least figures, which are those of the least disturbed run
 */
export async function runInTurn<Name extends string>(
  commands: Readonly<Record<Name, Command>>,
  rounds: number,
): Promise<Record<Name, Run>> {
  const best = {} as Record<Name, Run>;
  const names = Object.keys(commands) as Name[];
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      // A program that needs too long is not asked again.
      if (best[name]?.isStopped) continue;
      best[name] = leastOf(best[name], await run(commands[name]));
    }
  }
  return best;
}

function leastOf(before: Run | undefined, next: Run): Run {
  if (!before) return next;
  return {
    seconds: Math.min(before.seconds, next.seconds),
    processorSeconds: Math.min(before.processorSeconds, next.processorSeconds),
    peakMegabytes: Math.min(before.peakMegabytes, next.peakMegabytes),
    isStopped: next.isStopped,
  };
}
