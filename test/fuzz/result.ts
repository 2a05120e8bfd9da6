import type { Measured } from './meter';

/** What a run found of one target. */
export interface TargetResult {
  cases: number;
  slowest: Measured;
  /** The most that a case left on the heap, in bytes. */
  bytes: number;
  /** The longest text. */
  longest: number;
}

/** A promise that was broken. */
export interface FoundViolation {
  readonly target: string;
  readonly number: number;
  readonly key: string;
  readonly message: string;
  readonly text: string;
}

/** What a run found, as it is written for others to read. */
export interface RunResult {
  readonly seed: number;
  readonly commit: string;
  readonly node: string;
  readonly cases: number;
  readonly seconds: number;
  readonly targets: Readonly<Record<string, TargetResult>>;
  readonly violations: readonly FoundViolation[];
}

export function emptyResult(): TargetResult {
  return { cases: 0, slowest: { step: '', ms: 0 }, bytes: 0, longest: 0 };
}

/** Takes one result into another. */
export function merge(into: TargetResult, { cases, slowest, bytes, longest }: TargetResult): void {
  into.cases += cases;
  if (slowest.ms > into.slowest.ms) into.slowest = slowest;
  into.bytes = Math.max(into.bytes, bytes);
  into.longest = Math.max(into.longest, longest);
}
