import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../server/src/gating/engines/kyverno/expression/duration';
import { operatorOf } from '../../../server/src/gating/engines/kyverno/expression/operators';
import { parseQuantity } from '../../../server/src/gating/engines/kyverno/expression/quantity';
import type { Json } from '../../../server/src/manifest/json';
import { compileWildcard, matchesWildcard } from '../../../server/src/text/wildcard';
import { unknownIn } from './unknown-in';

const holds = (key: Json, operator: string, value: Json): boolean => operatorOf(operator)(value)(key);

describe('an operator', () => {
  it.each<[Json, string, Json, boolean]>([
    ['a', 'Equals', 'a', true],
    ['a', 'Equal', 'b', false],
    ['abc', 'Equals', 'a*', true],
    ['a', 'Equals', 5, false],
    ['1h', 'Equals', '60m', true],
    ['1h', 'Equals', '61m', false],
    ['60s', 'Equals', 60, true],
    ['1Gi', 'Equals', '1024Mi', true],
    ['1Gi', 'Equals', '1000Mi', false],
    ['1Gi', 'Equals', 'x', false],
    [5, 'Equals', 5, true],
    [5, 'Equals', '5', true],
    [5, 'Equals', '6', false],
    [true, 'Equals', true, true],
    [true, 'Equals', 'true', false],
    [null, 'Equals', null, false],
    [['a', 'b'], 'Equals', ['a', 'b'], true],
    [['a', 'b'], 'Equals', ['b', 'a'], false],
    [['a'], 'Equals', ['a', 'b'], false],
    [{ a: 1 }, 'Equals', { a: 1 }, true],
    [{ a: 1 }, 'Equals', { a: 2 }, false],
    [{ a: 1 }, 'Equals', { b: 1 }, false],
    [{ a: 1, b: 2 }, 'Equals', { a: 1 }, false],
    ['a', 'NotEquals', 'b', true],
    ['a', 'NotEqual', 'a*', false],
    [5, 'NotEquals', '5', false],
    ['1h', 'NotEquals', 60, true],
    [['a'], 'NotEquals', ['b'], true],
    ['b', 'AnyIn', ['a', 'b'], true],
    ['b', 'AnyIn', ['a', '*c'], false],
    ['a*', 'AnyIn', ['abc'], true],
    [['x', 'b'], 'AnyIn', ['a', 'b'], true],
    [['x', 'y'], 'AnyIn', ['a', 'b'], false],
    [5, 'AnyIn', ['5'], true],
    [5, 'AnyIn', '1-10', true],
    [11, 'AnyIn', '1-10', false],
    [[5], 'AnyIn', 5, true],
    [5, 'AnyIn', 5, false],
    ['a', 'AnyIn', '["a", "b"]', true],
    ['c', 'AnyIn', '["a", "b"]', false],
    ['a', 'AnyIn', '["a", 1]', false],
    ['[x', 'AnyIn', '[x', true],
    ['a', 'AnyIn', null, false],
    [null, 'AnyIn', ['a'], false],
    [{ a: 1 }, 'AnyNotIn', ['a'], false],
    [{ a: 1 }, 'AllNotIn', ['a'], false],
    ['a', 'AnyNotIn', { a: 1 }, false],
    [['a', 'x'], 'AnyNotIn', ['a', 'b'], true],
    [['a', 'b'], 'AnyNotIn', ['a', 'b'], false],
    [[], 'AnyNotIn', ['a'], false],
    [['a', 'b'], 'AllIn', ['a', 'b', 'c'], true],
    [['a', 'x'], 'AllIn', ['a', 'b', 'c'], false],
    [['x', 'y'], 'AllNotIn', ['a', 'b'], true],
    [['x', 'a'], 'AllNotIn', ['a', 'b'], false],
    [['a', 'b'], 'In', ['a', 'b'], true],
    [['a', 'x'], 'In', ['a', 'b'], false],
    [['a', 'x'], 'NotIn', ['a', 'b'], true],
    [['a', 'b'], 'NotIn', ['a', 'b'], false],
    [6, 'GreaterThan', 5, true],
    [5, 'GreaterThan', 5, false],
    [5, 'GreaterThanOrEquals', 5, true],
    [4, 'LessThan', '5', true],
    ['5', 'LessThan', 5, false],
    ['5', 'LessThanOrEquals', 5, true],
    ['2h', 'GreaterThan', '90m', true],
    ['2h', 'DurationGreaterThan', 7000, true],
    [7300, 'DurationLessThan', '2h', false],
    ['1Gi', 'LessThan', '2Gi', true],
    ['1.10.0', 'GreaterThan', '1.9.0', true],
    ['1.9.0', 'LessThan', '1.9.1', true],
    ['2.0.0', 'GreaterThan', '1.9.1', true],
    ['1.9.1', 'LessThan', '1.9.1', false],
    ['x', 'GreaterThan', '1', false],
    ['x', 'LessThan', '1.0.0', false],
    ['1.0.0', 'LessThan', 'x', false],
    [[6], 'GreaterThan', 5, false],
    ['', 'LessThan', 5, false],
    ['a*', 'AnyIn', ['x', 'abc'], true],
    [5, 'GreaterThan', 'x', false],
    ['x', 'LessThan', 5, false],
    [5, 'LessThan', null, false],
    ['a', 'equals', 'a', true],
  ])('%j %s %j: %s', (key, operator, value, expected) => {
    expect(holds(key, operator, value)).toBe(expected);
  });

  it('is unknown where editions of Kyverno differ, or it is none', () => {
    expect(unknownIn(() => holds('a', 'NotEquals', 5))).toContain('values of different types');
    expect(unknownIn(() => holds(['a'], 'NotEquals', { a: 1 }))).toContain('values of different types');
    expect(unknownIn(() => holds('1.0.0-rc1', 'LessThan', '1.0.0'))).toContain('versions with a suffix');
    expect(unknownIn(() => holds('a', 'Like', 'b'))).toContain('the operator `Like` is not evaluated here');
  });
});

describe('a wildcard', () => {
  it.each([
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['?', 'a', true],
    ['??', 'a', false],
    ['a*', 'a', true],
    ['*a', 'ba', true],
    ['*a', 'ab', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'axxbxxc', true],
    ['a*b*c', 'axxcxxb', false],
    ['*a*b', 'xaxbxb', true],
    ['a?c*', 'abcd', true],
    ['a?c*', 'acd', false],
    ['a.c', 'abc', false],
    ['**', 'a/b', true],
    ['*?', '', false],
  ])('%s on "%s": %s', (pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected);
    expect(compileWildcard(pattern)(text)).toBe(expected);
  });

  it('takes no time on a text made for it', () => {
    const started = performance.now();
    expect(matchesWildcard(`${'a*'.repeat(30)}b`, 'a'.repeat(3000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

it.each([
  ['1', 1],
  ['-1.5', -1.5],
  ['.5', 0.5],
  ['1e3', 1000],
  ['1E', 1e18],
  ['100m', 0.1],
  ['1Ki', 1024],
  ['1k', 1000],
  ['1x', undefined],
  ['x', undefined],
  ['', undefined],
])('the quantity %s is %s', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});

it.each([
  ['1h30m', 5400],
  ['-1m', -60],
  ['1.5s', 1.5],
  ['1500ms', 1.5],
  ['1', undefined],
  ['h', undefined],
  ['', undefined],
])('the duration %s has %s seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});
