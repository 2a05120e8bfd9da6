import { Unknowable } from './unknowable';

/** Aliases can put a `foreach` inside itself; none that is meant is nearly as large. */
export const MOST_LOOPS = 100;

/** How much more there may be of something before it is too much. */
export interface Budget {
  left: number;
}

export const SO_MANY_LOOPS = 'so many `foreach` are not evaluated here';

/** @throws Unknowable where nothing is left */
export function spend(budget: Budget): void {
  if (--budget.left < 0) throw new Unknowable(SO_MANY_LOOPS);
}
