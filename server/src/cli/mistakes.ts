import { OutOfTime } from '../rules/guard';
import type { Rule } from '../rules/rule';

/** Internal errors, in words. */
export class Mistakes {
  /** A set, because a fixed file is analysed several times. */
  readonly found = new Set<string>();
  #file = '';

  /** Tells which file is worked on. */
  enter(file: string): void {
    this.#file = file;
  }

  /** @param rule the rule that failed; `undefined` for an error outside of rules */
  add(error: unknown, rule: Rule | undefined): void {
    // A finding reports it.
    if (error instanceof OutOfTime) return;
    const details = error instanceof Error ? error.stack : String(error);
    const where = rule ? `in the rule "${rule.id}" on ${this.#file}` : `on ${this.#file}`;
    this.found.add(`an internal error ${where}, please report it: ${details}`);
  }
}
