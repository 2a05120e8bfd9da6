import type { Cause } from '../../../../cause/cause';
import { Unknowable } from '../../../../cause/unknown';
import type { Json } from '../../../../manifest/json';
import type { Variables } from '../expression/variables';

/**
 * The result of a pattern for a value. `skip`: a condition in it does not match, so that the pattern does not apply.
 * `mixed`: one part fails and the condition of another part does not match, and the order in which Kyverno evaluates
 * them is not certain.
 */
export type PatternOutcome = 'pass' | 'fail' | 'skip' | 'mixed' | 'unknown';

/** A compiled pattern: returns the result for a value, and records the result of each container in the run. */
export type Pattern = (value: Json | undefined, run: PatternRun) => PatternOutcome;

/**
 * One evaluation of a pattern. It records the result of each container, so that images can have different decisions.
 */
export class PatternRun {
  /** The variables of the pattern. */
  readonly variables: Variables;
  /** The result for the container of each image; nothing for containers that the pattern does not reach. */
  readonly outcomes: (PatternOutcome | undefined)[] = [];
  /** The reason for each unknown result. */
  readonly causes: (Cause | undefined)[] = [];
  readonly #containers: ReadonlyMap<Json, number>;
  #inside = false;
  #strays = 0;

  /** @param containers the containers in the data, with the index of the image of each */
  constructor(variables: Variables, containers: ReadonlyMap<Json, number>) {
    this.variables = variables;
    this.#containers = containers;
  }

  /** Whether a part outside of containers failed, so that the whole pod is denied. */
  get isWholeRefused(): boolean {
    return this.#strays > 0;
  }

  /** The image of an item that is a container; `undefined` for other items, also inside of a container. */
  imageOf(item: Json): number | undefined {
    return this.#inside ? undefined : this.#containers.get(item);
  }

  /** Records a failure. Outside of a container, it counts for the whole pod. */
  stray(): 'fail' {
    if (!this.#inside) this.#strays++;
    return 'fail';
  }

  /** Checks a container by itself: an unknown value in one container does not affect the others. */
  container(item: Json, image: number, check: Pattern): PatternOutcome {
    this.#inside = true;
    try {
      return this.record(image, check(item, this));
    } catch (error) {
      if (!(error instanceof Unknowable)) throw error;
      this.causes[image] ??= error.cause;
      return this.record(image, 'unknown');
    } finally {
      this.#inside = false;
    }
  }

  record(image: number, outcome: PatternOutcome): PatternOutcome {
    const before = this.outcomes[image];
    this.outcomes[image] = before ? combineOutcomes(before, outcome) : outcome;
    return outcome;
  }

  /** Checks a value without recording its failures. */
  quietly(value: Json, check: Pattern): PatternOutcome {
    const [inside, strays] = [this.#inside, this.#strays];
    this.#inside = true;
    try {
      return check(value, this);
    } finally {
      this.#inside = inside;
      this.#strays = strays;
    }
  }
}

/** The combined result of two parts of a pattern. */
export function combineOutcomes(a: PatternOutcome, b: PatternOutcome): PatternOutcome {
  if (a === b || b === 'pass') return a;
  if (a === 'pass') return b;
  if (a === 'mixed' || b === 'mixed' || a === 'skip' || b === 'skip') return 'mixed';
  return 'fail';
}
