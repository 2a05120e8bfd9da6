import { median } from '../measure/statistics';
import { RATIO_GROUPS, type Ratios } from './ratios';

/** So often each group is measured for ratios that others are compared with. */
const ROUNDS = 3;
/** So often a group is measured at most, until its ratios are good enough. */
const TRIES = 3;

/** Measures all ratios that others are compared with: neither lucky nor unlucky ones, but medians. */
export async function measureRatios(folder: string): Promise<Ratios> {
  const all = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const measure of RATIO_GROUPS)
      for (const [name, value] of Object.entries(await measure(folder)))
        all.set(name, [...(all.get(name) ?? []), value]);
  }
  return Object.fromEntries([...all].map(([name, values]) => [name, median(values)]));
}

/**
 * Measures all ratios. A group with a ratio that is not good enough is measured again: what disturbed the machine passes, what
 * made a program slow stays. Of several measurements the best one counts.
 */
export async function measureGoodRatios(
  folder: string,
  isGood: (name: string, value: number) => boolean,
): Promise<Ratios> {
  const all: Record<string, number> = {};
  for (const measure of RATIO_GROUPS) {
    for (let turn = 0; turn < TRIES; turn++) {
      const ratios = Object.entries(await measure(folder));
      for (const [name, value] of ratios) all[name] = Math.min(value, all[name] ?? value);
      if (ratios.every(([name]) => isGood(name, all[name] ?? 0))) break;
    }
  }
  return all;
}
