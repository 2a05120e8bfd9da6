import type { Cause } from '../../../../cause/cause';
import { Unknowable } from '../../../../cause/unknown';

/** An alias can put a `foreach` inside of itself. Real rules have far fewer loops. */
export const MOST_LOOPS = 100;

/** The number of steps that are left. */
export interface StepBudget {
  left: number;
}

export const SO_MANY_LOOPS: Cause = { kind: 'too-costly', what: 'foreach' };

/** @throws Unknowable if no step is left */
export function spend(budget: StepBudget): void {
  if (--budget.left < 0) throw new Unknowable(SO_MANY_LOOPS);
}
