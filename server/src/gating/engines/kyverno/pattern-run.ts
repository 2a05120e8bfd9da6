import type { Json } from '../../../manifest/json';
import { Unknowable } from './unknowable';
import type { Variables } from './variables';

/**
 * What a pattern makes of a value. `skip`: a condition in it isn't met, so that it doesn't count; `mixed`: one part fails
 * and another's condition isn't met, and which of them Kyverno comes to first isn't certain.
 */
export type Outcome = 'pass' | 'fail' | 'skip' | 'mixed' | 'unknown';

type Check = (value: Json | undefined, run: PatternRun) => Outcome;

/** One evaluation of a pattern, which keeps what comes out for each container so that images can be told apart. */
export class PatternRun {
  /** What variables in the pattern refer to. */
  readonly variables: Variables;
  /** What came out for the container of each image; nothing for those that the pattern doesn't come to. */
  readonly outcomes: (Outcome | undefined)[] = [];
  /** What can't be known of them. */
  readonly reasons: (string | undefined)[] = [];
  readonly #containers: ReadonlyMap<Json, number>;
  #inside = false;
  #strays = 0;

  /** @param containers the containers, as they stand in the data, and the image of each */
  constructor(variables: Variables, containers: ReadonlyMap<Json, number>) {
    this.variables = variables;
    this.#containers = containers;
  }

  /** Whether something failed that is no part of a container, so that the whole pod is refused. */
  get isWholeRefused(): boolean {
    return this.#strays > 0;
  }

  /** The image of a container, if that is what something is; containers in containers are none. */
  imageOf(item: Json): number | undefined {
    return this.#inside ? undefined : this.#containers.get(item);
  }

  /** A failure, to be laid to the container that it is in, if it is in one. */
  stray(): 'fail' {
    if (!this.#inside) this.#strays++;
    return 'fail';
  }

  /** Checks a container by itself: what is unknown of one isn't of the others. */
  container(item: Json, image: number, check: Check): Outcome {
    this.#inside = true;
    try {
      return this.record(image, check(item, this));
    } catch (error) {
      if (!(error instanceof Unknowable)) throw error;
      this.reasons[image] ??= error.message;
      return this.record(image, 'unknown');
    } finally {
      this.#inside = false;
    }
  }

  record(image: number, outcome: Outcome): Outcome {
    const before = this.outcomes[image];
    this.outcomes[image] = before ? combine(before, outcome) : outcome;
    return outcome;
  }

  /** Checks something without laying it to anybody. */
  quietly(value: Json, check: Check): Outcome {
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

/** What two parts of a pattern come to. */
export function combine(a: Outcome, b: Outcome): Outcome {
  if (a === b || b === 'pass') return a;
  if (a === 'pass') return b;
  if (a === 'mixed' || b === 'mixed' || a === 'skip' || b === 'skip') return 'mixed';
  return 'fail';
}
