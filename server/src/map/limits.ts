import { inWords } from '../rules/in-words';
import { counted } from './words';

// A larger map can't be read, and takes too long to lay out while the user types.
export const MOST_CONTAINERS = 30;
export const MOST_VOLUMES = 40;
export const MOST_SERVICES = 10;
export const MOST_EDGES = 120;
/** How many ports or permissions one part shows. */
export const MOST_LINES = 6;

/**
 * What a map leaves out, as a sentence.
 * @param left how many, by what they are
 */
export function cutSentence(left: ReadonlyMap<string, number>): string | undefined {
  if (left.size === 0) return undefined;
  const parts = [...left].map(([what, count]) => counted(count, what));
  const isOne = left.size === 1 && [...left.values()][0] === 1;
  return `This pod is too large for a map: ${inWords(parts)} ${isOne ? 'is' : 'are'} not shown.`;
}
