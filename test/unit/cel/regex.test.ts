import { describe, expect, it } from 'vitest';
import { matches } from '../../../server/src/cel/regex';

const TEXTS = [
  '',
  'nginx',
  'registry.example.com/team-1/web:1.27',
  'registry-example-com/web',
  'docker.io/library/nginx@sha256:0123',
  'two\nlines',
  'münchen',
  '😀',
];
/** They mean the same in RE2 and in JavaScript, whose own engine says here what is right. */
const PATTERNS = [
  '',
  'nginx',
  '^nginx$',
  '^registry[.]example[.]com/[a-z0-9/-]+:[0-9.]+(-7)?$',
  'example.com',
  '@sha256:[0-9a-f]{4}$',
  '^(a+)+$',
  'a|b|[^a-z]',
  '^$',
  'lines$',
  '\\bweb\\b',
  'm.nchen',
  '[0-9]+[.][0-9]+',
  '(?:one|two)\\s',
];

describe('matches', () => {
  it.each(PATTERNS)('finds %j where it is', (pattern) => {
    const found = TEXTS.filter((text) => matches(text, pattern));
    expect(found).toEqual(TEXTS.filter((text) => new RegExp(pattern, 'u').test(text)));
  });

  it('takes no longer where patterns nest', () => {
    const text = `${'a'.repeat(50_000)}!`;
    expect(matches(text, '^(a+)+$')).toBe(false);
    expect(matches(text, '^(a|aa)+!$')).toBe(true);
  });

  it('goes on where an automaton would need too many states', () => {
    const text = `${'ab'.repeat(500)}c`;
    expect(matches(text, '^[ab]*a[ab]{401}c$')).toBe(true);
    expect(matches(text, '^[ab]*aa[ab]{401}c$')).toBe(false);
  });

  it('refuses what is no pattern', () => {
    expect(() => matches('a', '(')).toThrow();
    expect(() => matches('a', '(?=a)')).toThrow();
  });
});
