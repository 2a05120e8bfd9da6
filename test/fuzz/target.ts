import type { Random } from './random';

/**
 * Something that takes foreign text. A case is a text, whatever the target makes of it (several files, an expression with
 * its data, messages), so that every crasher is one file, and all are made smaller in the same way.
 */
export interface Target {
  readonly name: string;
  /** What the input is, for the table in the documentation. */
  readonly kind: string;
  /** How often it has its turn, compared with the others: what is cheap has it more often. */
  readonly weight: number;
  /** Makes the text of one case. */
  input(random: Random): string;
  /**
   * Does all that the product does with such a text, step by step.
   * @throws where something does not hold that must
   */
  check(text: string, steps: Steps): void | Promise<void>;
  /** Ends what `check` keeps running between cases. */
  stop?(): Promise<void>;
}

/** Runs the steps of a case, each of which has a budget. */
export interface Steps {
  run<T>(name: string, step: () => T): T;
  /** Counts a step that another process did. */
  took(name: string, ms: number): void;
}

/** A promise of the product that a case broke. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** @throws Violation with the message unless the condition holds */
export function holds(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new Violation(typeof message === 'string' ? message : message());
}

/** @throws Violation where two pieces of data are not the same in JSON */
export function same(actual: unknown, expected: unknown, what: string): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is === should) return;
  let index = 0;
  while (is?.[index] === should?.[index]) index++;
  const from = Math.max(0, index - 40);
  throw new Violation(`${what}: …${is?.slice(from, index + 120)} instead of …${should?.slice(from, index + 120)}`);
}
