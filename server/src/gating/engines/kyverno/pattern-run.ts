import { isObject, type Json, type JsonObject } from '../../../manifest/json';
import { type Data, Unknowable } from './unknowable';

/**
 * What a pattern makes of a value. `skip`: a condition in it isn't met, so that it doesn't count; `mixed`: one part fails
 * and another's condition isn't met, and which of them Kyverno comes to first isn't certain.
 */
export type Outcome = 'pass' | 'fail' | 'skip' | 'mixed' | 'unknown';

/** What came out for a container. */
export interface ContainerOutcome {
  readonly outcome: Outcome;
  /** What can't be known. */
  readonly reason?: string;
}

type Check = (value: Json | undefined, run: PatternRun) => Outcome;

/** One evaluation of a pattern, which keeps what comes out for each container so that images can be told apart. */
export class PatternRun {
  /** What variables in the pattern refer to. */
  readonly data: Data;
  readonly containers = new Map<JsonObject, ContainerOutcome>();
  readonly #known: ReadonlySet<Json>;
  #inside = false;
  #strays = 0;

  /** @param known the containers, as they stand in the data */
  constructor(data: Data, known: ReadonlySet<Json>) {
    this.data = data;
    this.#known = known;
  }

  /** Whether something failed that is no part of a container, so that the whole pod is refused. */
  get isWholeRefused(): boolean {
    return this.#strays > 0;
  }

  isContainer(item: Json): item is JsonObject {
    return !this.#inside && isObject(item) && this.#known.has(item);
  }

  /** A failure, to be laid to the container that it is in, if it is in one. */
  stray(): 'fail' {
    if (!this.#inside) this.#strays++;
    return 'fail';
  }

  /** Checks a container by itself: what is unknown of one isn't of the others. */
  container(item: JsonObject, check: Check): Outcome {
    this.#inside = true;
    try {
      return this.record(item, check(item, this));
    } catch (error) {
      if (!(error instanceof Unknowable)) throw error;
      return this.record(item, 'unknown', error.message);
    } finally {
      this.#inside = false;
    }
  }

  record(item: JsonObject, outcome: Outcome, reason?: string): Outcome {
    const before = this.containers.get(item);
    const all = before ? combine(before.outcome, outcome) : outcome;
    const why = reason ?? before?.reason;
    this.containers.set(item, { outcome: all, ...(why !== undefined && { reason: why }) });
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
