import type { FactStore } from './fact-store';
import type { Facts } from './facts';

/**
 * Whether a difference between what a file said before and what it says now can change an answer. Most facts about workloads
 * are asked for only where others are there.
 */
export function changesAnswers(store: FactStore, before: readonly Facts[], after: readonly Facts[]): boolean {
  let ignored: ReadonlySet<string> | undefined;
  const text = (facts: Facts): string => {
    const left = ignored ?? notAskedFor(store);
    ignored = left;
    return JSON.stringify(facts, (key, value: unknown) => (left.has(key) ? undefined : value));
  };
  const longer = before.length > after.length ? before : after;
  return longer.some((_, index) => {
    const [one, other] = [before[index], after[index]];
    return one !== other && (!one || !other || text(one) !== text(other));
  });
}

function notAskedFor(store: FactStore): ReadonlySet<string> {
  const has = (key: keyof Facts): boolean => store.all(key).length > 0;
  // No finding depends on the images of other files, or on names that new gates must avoid.
  const ignored = new Set<keyof Facts>(['images', 'policyNames']);
  if (!has('bindings') && !has('kustomizations') && !has('gates')) ignored.add('workloads');
  if (!has('scripts')) ignored.add('mounts');
  if (!has('gates')) ignored.add('parameters').add('mutators');
  return ignored;
}
