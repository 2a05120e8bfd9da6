/** Thrown if an evaluation costs more than the API server lets an expression cost. */
export class CostLimit extends Error {}

/** The most that an expression may cost (Validating Admission Policy, "Resource constraints"). */
const MOST_PER_EXPRESSION = 1_000_000;

/** Counts what an expression costs while it is evaluated. */
export class Meter {
  #cost = 0;

  get cost(): number {
    return this.#cost;
  }

  /** @throws CostLimit */
  add(cost: number): void {
    this.#cost += cost;
    if (this.#cost > MOST_PER_EXPRESSION) throw new CostLimit('operation cancelled: actual cost limit exceeded');
  }
}
