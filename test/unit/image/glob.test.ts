import { expect, it } from 'vitest';
import { Glob, UNKNOWN_DIGIT } from '../../../server/src/image/glob';

/** A glob of which `*` stays between slashes and `#` doesn't. */
function toGlob(text: string): Glob {
  const tokens = [...text].map((token) =>
    token === '#' ? { wildcard: 'any' as const } : token === '*' ? { wildcard: 'part' as const } : token,
  );
  return new Glob(tokens);
}

/** All texts of some characters up to a length. */
function texts(characters: string, length: number): string[] {
  if (length === 0) return [''];
  const shorter = texts(characters, length - 1);
  return [...new Set([...shorter, ...shorter.flatMap((text) => [...characters].map((character) => text + character))])];
}

it('is met by what the regular expression of the same meaning matches', () => {
  const subjects = texts('ab/', 6);
  const differences = texts('ab/*#', 5).flatMap((pattern) => {
    const source = pattern.replaceAll('*', '[^/]*').replaceAll('#', '.*');
    const expression = new RegExp(`^${source}$`);
    const glob = toGlob(pattern);
    return subjects
      .filter((text) => (glob.meets(text) === 'yes') !== expression.test(text))
      .map((text) => [pattern, text]);
  });
  expect(differences).toEqual([]);
}, 60_000);

it('is asked in time about patterns that make others search for long', () => {
  const started = performance.now();
  expect(toGlob(`${'#*a'.repeat(40)}b`).meets('a'.repeat(400))).toBe('no');
  expect(performance.now() - started).toBeLessThan(200);
});

it.each([
  ['x@#', 'yes'],
  ['x@*', 'yes'],
  ['x@0*', 'unknown'],
  ['#f', 'unknown'],
  ['#g', 'no'],
  ['y@#', 'no'],
  ['x@*#*', 'yes'],
])('knows what does not depend on unknown digits: %s %s', (pattern, answer) => {
  expect(toGlob(pattern).meets(`x@${UNKNOWN_DIGIT.repeat(2)}`)).toBe(answer);
});
