import { Worker } from 'node:worker_threads';
import { emptyResult, type FoundViolation, merge, type TargetResult } from './result';
import { Schedule } from './schedule';
import type { Target } from './target';
import { TARGETS } from './targets';
import { hangKey, type Job, textOf, type Word } from './work';

/** How long a case may be without an end. */
const HANGS_MS = 15_000;
/** A target that hangs again and again would take the time of all others. */
const MOST_HANGS = 2;
/** The stack that the main thread of Node has, where the product runs. */
const STACK_MB = 1.15;
const HEAP_MB = 1536;

export interface Found {
  readonly targets: Record<string, TargetResult>;
  readonly violations: FoundViolation[];
}

/** What a thread that could not go on was doing. */
type Stopped = { readonly turn: number; readonly why: 'hangs' | 'memory' | 'crash'; readonly error?: Error };

/** Has a job done by a thread, and by another one from where that could not go on. */
export async function haveDone(file: string, job: Job, found: Found): Promise<void> {
  const schedule = new Schedule(TARGETS.filter(({ name }) => job.targets.includes(name)));
  const hangs = new Map<string, number>();
  let next: Job = job;
  for (;;) {
    const stopped = await untilStopped(file, next, found);
    if (!stopped) return;
    if (stopped.turn < 0) throw stopped.error ?? new Error('A thread ended while it made a text smaller.');
    const first = stopped.turn + job.step;
    const { target, number } = schedule.at(stopped.turn);
    const { hung: _, ...rest } = next;
    next = { ...rest, first };
    if (stopped.why === 'hangs') {
      const count = (hangs.get(target.name) ?? 0) + 1;
      hangs.set(target.name, count);
      const isKnown = found.violations.some(({ key }) => key === hangKey(target.name));
      if (!isKnown) next = { ...next, hung: stopped.turn };
      if (count >= MOST_HANGS) next = { ...next, without: [...next.without, target.name] };
    } else found.violations.push(abrupt(stopped, target, number, job.seed));
  }
}

function abrupt({ why, error }: Stopped, target: Target, number: number, seed: number): FoundViolation {
  const message = why === 'memory' ? 'It takes all memory.' : String(error?.stack);
  return { target: target.name, number, key: `${target.name} ${why}`, message, text: textOf(target, seed, number) };
}

function untilStopped(file: string, job: Job, { targets, violations }: Found): Promise<Stopped | undefined> {
  const progress = new Int32Array(job.progress);
  Atomics.store(progress, 0, -1);
  return new Promise((resolve) => {
    const worker = new Worker(file, {
      workerData: job,
      resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: HEAP_MB },
    });
    let last = -1;
    let since = Date.now();
    const watch = setInterval(() => {
      const turn = Atomics.load(progress, 0);
      if (turn !== last || turn === -1) [last, since] = [turn, Date.now()];
      else if (Date.now() - since > HANGS_MS) finish({ turn, why: 'hangs' });
    }, 500);
    const finish = (stopped: Stopped | undefined): void => {
      clearInterval(watch);
      void worker.terminate().then(() => resolve(stopped));
    };
    worker.on('error', (error) => {
      const why = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash';
      finish({ turn: Atomics.load(progress, 0), why, error });
    });
    worker.on('message', (word: Word) => {
      if (word.kind === 'end') finish(undefined);
      else if (word.kind === 'violation') {
        if (violations.some(({ key }) => key === word.violation.key)) return;
        violations.push(word.violation);
        process.stdout.write(`\n${word.violation.target} ${word.violation.number}: ${word.violation.message}\n`);
      } else
        for (const [name, result] of Object.entries(word.results)) {
          targets[name] ??= emptyResult();
          merge(targets[name], result);
        }
    });
  });
}
