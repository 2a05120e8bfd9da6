/** What all expressions of a policy may cost together (Validating Admission Policy, "Resource constraints"). */
export const BUDGET_OF_VALIDATIONS = 10_000_000;
/** The same for the match conditions of a policy (`RuntimeCELCostBudgetMatchConditions`). */
export const BUDGET_OF_CONDITIONS = 2_500_000;

/** What is left for the expressions of a policy. */
export class Budget {
  #left: number;

  constructor(left: number) {
    this.#left = left;
  }

  /** Whether there is nothing left: no expression is evaluated any more. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  spend(cost: number): void {
    this.#left -= cost;
  }
}
