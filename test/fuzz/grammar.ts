import fc from 'fast-check';
import { TOKENS } from './dictionary';
import type { Random } from './random';

/** One value of a grammar, settled by the random choices of a case. */
export function made<T>(grammar: fc.Arbitrary<T>, random: Random): T {
  const [value] = fc.sample(grammar, { seed: random.below(2 ** 31), numRuns: 1 });
  return value as T;
}

/** Texts that are odd by themselves. */
export const oddText = fc.oneof(
  fc.constantFrom(...TOKENS),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

/** Data of any shape, with keys that mean something to JavaScript. */
export function oddJson(keys: readonly string[], leaves: readonly unknown[] = []): fc.Arbitrary<unknown> {
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.oneof(fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', ...leaves), oddText, fc.integer(), fc.double()),
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .array(
          fc.tuple(
            fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...keys) }, { weight: 1, arbitrary: oddText }),
            tie('value'),
          ),
          {
            maxLength: 6,
          },
        )
        .map((entries) => Object.fromEntries(entries)),
    ),
  })).value;
}
