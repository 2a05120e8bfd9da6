import { parentPort, workerData } from 'node:worker_threads';
import { attempt, attemptBriefly, NEVER_ENDS } from './meter';
import { Random } from './random';
import { emptyResult, type FoundViolation, type TargetResult } from './result';
import { Schedule } from './schedule';
import { keyOf, shrink } from './shrink';
import type { Target } from './target';
import { TARGETS } from './targets';

/** What a worker is told to do. */
export interface Job {
  readonly seed: number;
  readonly targets: readonly string[];
  /** Its turns: the first one, and how many further the next one is. */
  readonly first: number;
  readonly step: number;
  readonly end: number;
  /** When to stop, in milliseconds since 1970. */
  readonly until: number;
  /** The turn that it is at, for the process that watches. */
  readonly progress: SharedArrayBuffer;
  /** A turn that did not come to an end: its text is to be made smaller. */
  readonly hung?: number;
  /** Targets that are left out, because they did not come to an end before. */
  readonly without: readonly string[];
}

/** What a worker says: what it has done since it said so before, what it found, that it is done. */
export type Word =
  | { readonly kind: 'results'; readonly results: Readonly<Record<string, TargetResult>> }
  | { readonly kind: 'violation'; readonly violation: FoundViolation }
  | { readonly kind: 'end' };

const SHRINK_MS = 6000;
/** How long a text that does not come to an end is tried for. */
const BRIEF_MS = 1500;
/** So that little is lost with a thread that does not come to an end. */
const SAY_EVERY_MS = 300;

/** The text of a case, which its target, number and seed alone settle. */
export function textOf(target: Target, seed: number, number: number): string {
  return target.input(new Random(seed, target.name, number));
}

/** What stands for all cases of a target that do not come to an end. */
export function hangKey(target: string): string {
  return `${target} never ends`;
}

/** Does a job in a worker's thread. */
export async function work(): Promise<void> {
  const job: Job = workerData;
  const targets = TARGETS.filter(({ name }) => job.targets.includes(name));
  const schedule = new Schedule(targets);
  const progress = new Int32Array(job.progress);
  const known = new Set<string>();
  let results: Record<string, TargetResult> = {};
  const say = (word: Word): void => parentPort?.postMessage(word);

  if (job.hung !== undefined) await shrinkHung(schedule.at(job.hung).target, job.hung);
  let told = Date.now();
  for (let turn = job.first; turn < job.end && Date.now() < job.until; turn += job.step) {
    Atomics.store(progress, 0, turn);
    const { target, number } = schedule.at(turn);
    if (job.without.includes(target.name)) continue;
    await run(target, number);
    if (Date.now() - told > SAY_EVERY_MS) tell();
  }
  tell();
  for (const target of targets) await target.stop?.();
  say({ kind: 'end' });

  async function run(target: Target, number: number): Promise<void> {
    const text = textOf(target, job.seed, number);
    const { problem, slowest, bytes } = await attempt(target, text);
    results[target.name] ??= emptyResult();
    const result = results[target.name] ?? emptyResult();
    result.cases++;
    if (slowest.ms > result.slowest.ms) result.slowest = slowest;
    result.bytes = Math.max(result.bytes, bytes);
    result.longest = Math.max(result.longest, text.length);
    if (problem) await report(target, number, text, problem);
  }

  async function report(target: Target, number: number, text: string, problem: Error): Promise<void> {
    const key = keyOf(target.name, problem);
    if (known.has(key)) return;
    known.add(key);
    Atomics.store(progress, 0, -1);
    const fails = async (smaller: string): Promise<boolean> => {
      const { problem: other } = await attempt(target, smaller);
      return other !== undefined && keyOf(target.name, other) === key;
    };
    const smallest = await shrink(text, fails, performance.now() + SHRINK_MS);
    const message = `${problem.name}: ${problem.message.slice(0, 2000)}\n${firstFrames(problem)}`;
    say({ kind: 'violation', violation: { target: target.name, number, key, message, text: smallest } });
  }

  async function shrinkHung(target: Target, turn: number): Promise<void> {
    const { number } = schedule.at(turn);
    Atomics.store(progress, 0, -1);
    const fails = (smaller: string): boolean => attemptBriefly(target, smaller, BRIEF_MS)?.message === NEVER_ENDS;
    const text = textOf(target, job.seed, number);
    const smallest = target.stop ? text : await shrink(text, fails, performance.now() + 2 * SHRINK_MS);
    const key = hangKey(target.name);
    say({ kind: 'violation', violation: { target: target.name, number, key, message: NEVER_ENDS, text: smallest } });
  }

  function tell(): void {
    say({ kind: 'results', results });
    results = {};
    told = Date.now();
  }
}

function firstFrames({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.slice(0, 6).join('\n');
}
