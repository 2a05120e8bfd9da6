import type { FactStore } from './fact-store';
import type { Facts } from './facts';

/** No finding depends on the images of other files, or on names that new gates must avoid. */
const NEVER_ASKED_FOR: ReadonlySet<keyof Facts> = new Set(['images', 'policyNames']);

/** The kinds of facts in which what a file says now differs from what it said before, of those that matter to answers. */
export function changedKinds(before: readonly Facts[], after: readonly Facts[]): Set<keyof Facts> {
  const changed = new Set<keyof Facts>();
  const longer = before.length > after.length ? before : after;
  for (const index of longer.keys()) {
    const [one, other] = [before[index], after[index]];
    if (one === other) continue;
    for (const kind of Object.keys(one ?? other ?? {}) as (keyof Facts)[]) {
      if (!NEVER_ASKED_FOR.has(kind) && !changed.has(kind) && !isEqual(one?.[kind], other?.[kind])) changed.add(kind);
    }
  }
  return changed;
}

function isEqual(one: readonly unknown[] = [], other: readonly unknown[] = []): boolean {
  return one.length === other.length && (one.length === 0 || JSON.stringify(one) === JSON.stringify(other));
}

/** The kinds of facts on which no answer depends. Most facts about workloads are asked for only where others are there. */
export function notAskedFor(store: FactStore): ReadonlySet<keyof Facts> {
  const has = (kind: keyof Facts): boolean => store.all(kind).length > 0;
  const ignored = new Set(NEVER_ASKED_FOR);
  if (!has('bindings') && !has('kustomizations') && !has('gates')) ignored.add('workloads');
  if (!has('scripts')) ignored.add('mounts');
  if (!has('gates')) ignored.add('parameters').add('mutators');
  return ignored;
}
