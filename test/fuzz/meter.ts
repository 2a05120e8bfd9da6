import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext, Script } from 'node:vm';
import { type Steps, type Target, Violation } from './target';

/** What one step may take. */
export const MOST_MS = 250;
/** From here on it is asked how much of the time was its own. */
const NOTABLE_MS = 20;
/** What one case may leave on the heap. */
export const MOST_BYTES = 64 * 2 ** 20;
/** How often a violator is measured again: other programs of the machine take their time, too. */
const MEASUREMENTS = 3;

/** What came of a case. */
export interface Outcome {
  /** What is wrong, if anything is. */
  readonly problem: Error | undefined;
  readonly slowest: Measured;
  readonly bytes: number;
}

export interface Measured {
  readonly step: string;
  readonly ms: number;
}

class Meter implements Steps {
  slowest: Measured = { step: '', ms: 0 };

  took(step: string, ms: number): void {
    if (ms > this.slowest.ms) this.slowest = { step, ms };
  }

  run<T>(step: string, run: () => T): T {
    const start = performance.now();
    const used = process.cpuUsage();
    const end = (): void => {
      const passed = performance.now() - start;
      // Other programs make time pass, too.
      const ms = passed > NOTABLE_MS ? Math.min(passed, millisecondsIn(process.cpuUsage(used))) : passed;
      this.took(step, ms);
    };
    let result: T | undefined;
    try {
      result = run();
    } finally {
      if (!(result instanceof Promise)) end();
    }
    return result instanceof Promise ? (result.finally(end) as T) : result;
  }
}

/** Runs a case; where it takes too much, several times, of which the best counts. */
export async function attempt(target: Target, text: string): Promise<Outcome> {
  let best = await once(target, text);
  for (let count = 1; count <= MEASUREMENTS && !best.problem && exceeds(best); count++) {
    collectGarbage();
    const again = await once(target, text);
    const slowest = again.slowest.ms < best.slowest.ms ? again.slowest : best.slowest;
    best = { problem: again.problem, slowest, bytes: Math.min(best.bytes, again.bytes) };
  }
  return best.problem || !exceeds(best) ? best : { ...best, problem: new Violation(excess(best)) };
}

/**
 * Runs a case that may never end.
 * @returns what came of it; `undefined` for a target that waits for others, which can't be ended
 */
export function attemptBriefly(target: Target, text: string, ms: number): Error | undefined {
  const meter = new Meter();
  let problem: unknown;
  Object.assign(globalThis, {
    fuzzCase: () => {
      try {
        void target.check(text, meter);
      } catch (error) {
        problem = error;
      }
    },
  });
  try {
    new Script('fuzzCase()').runInThisContext({ timeout: ms });
  } catch {
    return new Violation(NEVER_ENDS);
  }
  return problem === undefined ? undefined : toError(problem);
}

export const NEVER_ENDS = 'It does not come to an end.';

async function once(target: Target, text: string): Promise<Outcome> {
  const meter = new Meter();
  const before = getHeapStatistics().used_heap_size;
  let problem: Error | undefined;
  try {
    const waiting = target.check(text, meter);
    if (waiting) await waiting;
  } catch (error) {
    problem = toError(error);
  }
  return { problem, slowest: meter.slowest, bytes: getHeapStatistics().used_heap_size - before };
}

function exceeds({ slowest, bytes }: Outcome): boolean {
  return slowest.ms > MOST_MS || bytes > MOST_BYTES;
}

function excess({ slowest }: Outcome): string {
  return slowest.ms > MOST_MS
    ? `The step "${slowest.step}" takes more than ${MOST_MS} ms.`
    : `The heap grows by more than ${MOST_BYTES / 2 ** 20} MB.`;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Violation(`It throws ${String(error)}`);
}

function millisecondsIn({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

let gc: (() => void) | undefined;

/** So that only what a case keeps and makes itself is counted. */
function collectGarbage(): void {
  if (!gc) {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as () => void;
  }
  gc();
}
