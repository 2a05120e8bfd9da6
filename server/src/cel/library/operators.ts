import { comparison, difference, negative, product, quotient, remainder, sum } from './arithmetic';
import { type DeclaredFunction, globals } from './overload';

const COMPARABLE = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'];
const NUMBERS = ['int', 'uint', 'double'];

/** The operators of CEL, for the check of types: the evaluator knows most of them. */
export const OPERATORS: readonly DeclaredFunction[] = globals({
  ...forTypes(NUMBERS, (type) => `_-_(${type}, ${type}): ${type}`, difference),
  ...forTypes(NUMBERS, (type) => `_*_(${type}, ${type}): ${type}`, product),
  ...forTypes(NUMBERS, (type) => `_/_(${type}, ${type}): ${type}`, quotient),
  ...forTypes(['int', 'uint'], (type) => `_%_(${type}, ${type}): ${type}`, remainder),
  ...forTypes(['double', 'int'], (type) => `-_(${type}): ${type}`, negative),
  ...forTypes([...NUMBERS, 'string', 'bytes', 'duration'], (type) => `_+_(${type}, ${type}): ${type}`, sum),
  '_+_(duration, timestamp): timestamp': sum,
  '_+_(timestamp, duration): timestamp': sum,
  '_+_(list<A>, list<A>): list<A>': sum,
  '_-_(duration, duration): duration': difference,
  '_-_(timestamp, duration): timestamp': difference,
  '_-_(timestamp, timestamp): duration': difference,
  ...comparisons('<', (order) => order < 0),
  ...comparisons('<=', (order) => order <= 0),
  ...comparisons('>', (order) => order > 0),
  ...comparisons('>=', (order) => order >= 0),
  '_==_(A, A): bool': inEvaluator,
  '_!=_(A, A): bool': inEvaluator,
  '!_(bool): bool': inEvaluator,
  '_?_:_(bool, A, A): A': inEvaluator,
  '@in(A, list<A>): bool': inEvaluator,
  '@in(A, map<A, B>): bool': inEvaluator,
  '_[_](list<A>, int): A': inEvaluator,
  '_[_](map<A, B>, A): B': inEvaluator,
  '_[_](optional<list<A>>, int): optional<A>': inEvaluator,
  '_[_](optional<map<A, B>>, A): optional<B>': inEvaluator,
  '_[?_](list<A>, int): optional<A>': inEvaluator,
  '_[?_](optional<list<A>>, int): optional<A>': inEvaluator,
  '_[?_](map<A, B>, A): optional<B>': inEvaluator,
  '_[?_](optional<map<A, B>>, A): optional<B>': inEvaluator,
});

function inEvaluator(): never {
  throw new TypeError('The evaluator has this operator.');
}

function forTypes(
  types: readonly string[],
  signature: (type: string) => string,
  run: DeclaredFunction['run'],
): Record<string, DeclaredFunction['run']> {
  return Object.fromEntries(types.map((type) => [signature(type), run]));
}

function comparisons(sign: string, holds: (order: number) => boolean): Record<string, DeclaredFunction['run']> {
  const run = (one: unknown, other: unknown): boolean => holds(comparison(one, other));
  const mixed = NUMBERS.flatMap((one) => NUMBERS.filter((other) => other !== one).map((other) => [one, other]));
  const pairs = [...COMPARABLE.map((type) => [type, type]), ...mixed];
  return Object.fromEntries(pairs.map(([one, other]) => [`_${sign}_(${one}, ${other}): bool`, run]));
}
