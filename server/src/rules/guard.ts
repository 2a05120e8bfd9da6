import type { ManifestDocument } from '../manifest/document';
import type { Excess } from '../manifest/problem';
import type { Resource } from '../manifest/resource';
import { oneLine } from '../text/saying';
import type { Rule } from './rule';
import type { RunnableRule } from './runnable-rule';

/** The time that one rule gets for a document, in milliseconds. A large document gets more. */
const RULE_MS = 1000;
/** The same for all rules together. */
const DOCUMENT_MS = 2000;
/** The UTF-16 units of text that add one millisecond. */
const TEXT_PER_MS = 200;

/** In code points: the longest name in Kubernetes. */
const LONGEST_NAME = 253;

/** A rule, or the reading of a document, took too long. */
export class OutOfTime extends Error {
  constructor() {
    super('The time is up.');
    this.name = 'OutOfTime';
  }
}

/** An error in our evaluation of a policy. */
export class PolicyFailure extends Error {
  constructor({ kind, name = '' }: Resource, error: unknown) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    super(`${kind} ${oneLine(name, LONGEST_NAME)} could not be evaluated: ${why}`);
    this.name = 'PolicyFailure';
  }
}

/** Why a document, or a part of it, was not checked. */
export type Obstacle =
  /** The document exceeds a limit. */
  | { readonly kind: Excess }
  /** More builds of kustomizations use the document than the limit allows. */
  | { readonly kind: 'builds' }
  /** An error in a rule or, without a rule, in the reading of the document, so that no rule runs. */
  | { readonly kind: 'failure'; readonly rule?: Rule }
  /** An error in our evaluation of a policy, so that its decision about the images is unknown. */
  | { readonly kind: 'policy'; readonly policy: Resource }
  /** A rule took too long, or the rules before it used up the time of the document. */
  | { readonly kind: 'time'; readonly rule: Rule };

/** Gets the error that stopped a rule, or all rules without `rule`: `OutOfTime`, or an error of ours. */
export type ErrorHandler = (error: unknown, rule: Rule | undefined) => void;

/** Both functions return milliseconds. */
export interface Clock {
  /** The time that has passed. */
  now(): number;
  /** The processor time that this program has used. */
  used(): number;
  /** The same at a moment that is at most `RECENT_MS` ago. */
  usedRecently(): number;
}

/** To ask for the processor time takes longer than to judge a short document. In milliseconds. */
const RECENT_MS = 50;

function usedByProgram(): number {
  // A worker in a browser cannot read its processor time.
  if (typeof process === 'undefined' || typeof process.cpuUsage !== 'function') return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

let recent = { time: Number.NEGATIVE_INFINITY, used: 0 };

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  used: usedByProgram,
  usedRecently: () => {
    const time = performance.now();
    if (time - recent.time > RECENT_MS) recent = { time, used: usedByProgram() };
    return recent.used;
  },
};

/**
 * Stops the check of one document from ending or delaying the check of others. JavaScript cannot be interrupted, so the
 * guard checks the time before each pod and container.
 */
export class Guard {
  readonly obstacles: Obstacle[] = [];
  readonly #onError: ErrorHandler;
  readonly #clock: Clock;
  readonly #more: number;
  readonly #start: number;
  readonly #usedAtStart: number;
  /** `undefined` until the first rule, and after one that failed. */
  #ruleStart: number | undefined;
  /** The time for work that is not about this document alone. */
  #elsewhere = 0;
  /** The rules that took too long: they do not run on the other resources of the document. */
  #late: Set<Rule> | undefined;

  constructor({ text }: ManifestDocument, onError: ErrorHandler, clock: Clock) {
    this.#onError = onError;
    this.#clock = clock;
    this.#more = text.length / TEXT_PER_MS;
    this.#start = clock.now();
    this.#usedAtStart = clock.usedRecently();
  }

  /** Runs a rule. If it fails or takes too long, the result is empty and there is an obstacle. */
  run<T>(runnable: RunnableRule, judge: (runnable: RunnableRule) => Iterable<T>): Iterable<T> {
    const { rule } = runnable;
    if (this.#late?.has(rule)) return NOTHING;
    try {
      // Most rules take less time than it takes to read the clock: one ends when the next one begins.
      this.#ruleStart ??= this.#checkedTime();
      const found = judge(runnable);
      this.#ruleStart = this.#checkedTime();
      return found;
    } catch (error) {
      this.#ruleStart = undefined;
      const kind = error instanceof OutOfTime ? 'time' : 'failure';
      if (kind === 'time') {
        this.#late ??= new Set();
        this.#late.add(rule);
      }
      if (this.obstacles.some((obstacle) => obstacle.kind === kind && obstacle.rule === rule)) return NOTHING;
      this.obstacles.push({ kind, rule });
      this.#onError(error, rule);
      return NOTHING;
    }
  }

  /** Records that the decision of a policy is unknown. */
  failsOn(policy: Resource, error: unknown): void {
    if (this.obstacles.some((obstacle) => obstacle.kind === 'policy' && obstacle.policy === policy)) return;
    this.obstacles.push({ kind: 'policy', policy });
    this.#onError(new PolicyFailure(policy, error), undefined);
  }

  /** @throws OutOfTime */
  checkTime(): void {
    this.#checkedTime();
  }

  /** Does work for many documents, whose time depends on the size of the workspace. */
  elsewhere<T>(work: () => T): T {
    const start = this.#clock.now();
    try {
      return work();
    } finally {
      this.#elsewhere += this.#clock.now() - start;
    }
  }

  /**
   * The time that has passed.
   * @throws OutOfTime
   */
  #checkedTime(): number {
    const passed = this.#clock.now() - this.#start - this.#elsewhere;
    const [ofRule, ofDocument] = [RULE_MS + this.#more, DOCUMENT_MS + this.#more];
    if (passed - (this.#ruleStart ?? passed) <= ofRule && passed <= ofDocument) return passed;
    // On a busy machine, time passes in which this program does not run.
    const used = this.#clock.used() - this.#usedAtStart;
    if (used > (passed > ofDocument ? ofDocument : ofRule)) throw new OutOfTime();
    return passed;
  }
}

const NOTHING: readonly never[] = [];
