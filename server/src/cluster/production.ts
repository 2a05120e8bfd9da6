import { isLike } from '../text/star-pattern';

/** The names by which people know where a command acts. */
export interface NamedPlace {
  readonly context: string;
  /** The cluster of the context in the kubeconfig, and its address; `undefined` if they are not known. */
  readonly cluster: string | undefined;
  readonly server: string | undefined;
  readonly namespace: string;
}

/** Words before a word that say the opposite: `pre-prod`, `non-production`. */
const NEGATIONS = new Set(['pre', 'non', 'not', 'no', 'anti', 'pseudo', 'quasi', 'fake']);

/**
 * Which name of a place says that it is production, as part of a sentence; `undefined` if none does.
 * A pattern with `*` stands for whole names, in which `*` is any text. Any other pattern is a word between separators, digits,
 * or changes from small to capital letters: `prod` is in `eks-prod-eu`, `prod2` and `shopProd`, but not in `nonprod`,
 * `preprod` or `pre-prod`.
 */
export function productionSign(patterns: readonly string[], place: NamedPlace): string | undefined {
  const names: readonly (readonly [string, string | undefined])[] = [
    ['context', place.context],
    ['cluster', place.cluster],
    ['namespace', place.namespace],
    ['address', place.server],
  ];
  for (const [what, name] of names) {
    if (name !== undefined && patterns.some((pattern) => matches(name, pattern.trim()))) return `the ${what} "${name}"`;
  }
  return undefined;
}

function matches(name: string, pattern: string): boolean {
  if (pattern === '') return false;
  if (pattern.includes('*')) return isLike(name.toLowerCase(), pattern.toLowerCase());
  const words = wordsIn(name);
  const wanted = wordsIn(pattern);
  return words.some(
    (_, start) =>
      wanted.every((word, offset) => words[start + offset] === word) && !NEGATIONS.has(words[start - 1] ?? ''),
  );
}

function wordsIn(name: string): string[] {
  return name
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}
