import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../server/src/rules/index';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import { fixFile } from '../../../server/src/rules/safe-fixes';
import { analyse, problems } from '../analyse';
import { commentsOf } from './comments';
import { checkFixes, checkSilencing, type Tried } from './fix-properties';
import { manifestArbitrary } from './generated-manifests';

/** Every rule, also those that are off or have nothing to compare with by default. */
const EVERY_RULE = {
  severities: new Map(RULES.filter(({ severity }) => severity === 'off').map(({ id }) => [id, 'information' as const])),
  allowedRegistries: ['registry.example.com'],
};
const RESTRICTED = { ...EVERY_RULE, podSecurity: { level: 'restricted', version: 'latest' } as const };

const FIXTURES = 'test/fixtures/pod-security-v1.37';
const fixtures = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));

/** The same manifests in every run; `SEED=7 RUNS=5000` looks further. */
const RUN = { seed: Number(process.env.SEED ?? 1), numRuns: Number(process.env.RUNS ?? 50) };
/** Shrinking stops here: the text is short enough to read long before. */
const LIMIT = { interruptAfterTimeLimit: 60_000 + RUN.numRuns * 1000 };

/** A text that the YAML library refuses can't be compared with what becomes of it. */
const READABLE = RULES.filter(({ id }) => id !== 'not-judged');

describe('fixes keep their promises', () => {
  it.each(READABLE.map((rule) => [rule.id, rule.examples] as const))('in the examples of %s', (id, { bad, good }) => {
    checkFixes(bad, EVERY_RULE, ({ rule }) => rule.id === id);
    checkFixes(good, RESTRICTED);
  });

  it('in the fixtures of the Pod Security Standards', () => {
    expect(fixtures.length).toBeGreaterThan(100);
    for (const name of fixtures) checkFixes(readFileSync(`${FIXTURES}/${name}`, 'utf8'), RESTRICTED);
  }, 60_000);

  it('in manifests of every style', () => {
    const tried: Tried = new Map();
    fc.assert(
      // One finding in three, so that the time goes to more manifests.
      fc.property(manifestArbitrary, fc.boolean(), fc.nat(2), ({ text }, isRestricted, turn) =>
        checkFixes(text, isRestricted ? RESTRICTED : EVERY_RULE, (_, index) => index % 3 === turn, tried),
      ),
      { ...RUN, ...LIMIT },
    );
    expect(tried.size).toBeGreaterThan(15);
  }, 600_000);
});

it('all safe fixes at once settle, keep comments and make nothing worse', () => {
  const serious = (text: string): number => problems(text, EVERY_RULE).length;
  let changed = 0;
  fc.assert(
    fc.property(manifestArbitrary, ({ text }) => {
      const fixAll = (yaml: string): string => {
        const { file, analyzer } = analyse(yaml, EVERY_RULE);
        return fixFile(file, analyzer, { ...DEFAULT_OPTIONS, ...EVERY_RULE });
      };
      const after = fixAll(text);
      if (after !== text) changed++;
      expect(fixAll(after)).toBe(after);
      expect(commentsOf(after)).toEqual(commentsOf(text));
      expect(serious(after)).toBeLessThanOrEqual(serious(text));
    }),
    { ...RUN, ...LIMIT },
  );
  expect(changed).toBeGreaterThan(RUN.numRuns / 5);
}, 600_000);

describe('silencing keeps its promises', () => {
  it.each(READABLE.map((rule) => [rule.id, rule.examples.bad] as const))('in the bad example of %s', (id, bad) => {
    checkSilencing(bad, EVERY_RULE, ({ rule }) => rule.id === id);
  });

  it('in manifests of every style', () => {
    const tried: Tried = new Map();
    fc.assert(
      fc.property(manifestArbitrary, fc.nat(4), ({ text }, turn) =>
        checkSilencing(text, RESTRICTED, (_, index) => index % 5 === turn, tried),
      ),
      { ...RUN, ...LIMIT },
    );
    expect(tried.size).toBeGreaterThan(15);
  }, 600_000);
});
