import { distance } from '../text/distance';
import { RULES } from './index';

/** How many letters of a name may be wrong, at most. */
const MOST_WRONG = 3;

/** ` Did you mean "mutable-tag"?`, for the name of a rule that there is not; empty if no name is similar. */
export function didYouMean(id: string): string {
  const found = similarRule(id);
  return found === undefined ? '' : ` Did you mean "${found}"?`;
}

/** The rule whose name is most like this one. */
function similarRule(id: string): string | undefined {
  if (id.length < 4 || id.length > 60) return undefined;
  const word = id.toLowerCase().replaceAll('_', '-');
  let [best, least]: [string | undefined, number] = [undefined, Math.min(MOST_WRONG, Math.floor(id.length / 3)) + 1];
  for (const { id: candidate } of RULES) {
    const wrong = distance(word, candidate);
    if (wrong < least) [best, least] = [candidate, wrong];
  }
  return best;
}
