import { expect, it } from 'vitest';
import { toJson } from '../../../server/src/manifest/json';
import { readData } from '../../../server/src/manifest/read-document';

/** The data of a text; `undefined` if it is refused. */
function data(text: string) {
  return toJson(readData(text).root);
}

it.each([
  ['e1', 'e1'],
  ['2024-05-01', '2024-05-01'],
  ['12:30:45', '12:30:45'],
  ['0644', 420],
  ['0o17', 15],
  ['08', 8],
  ['0x1F', 31],
  ['0b101', 5],
  ['1_000', 1000],
  ['1e3', 1000],
  ['.5', 0.5],
  ['-0', 0],
  ['1e400', '1e400'],
  ['yes', true],
  ['Off', false],
  ['~', null],
  ['!!str 12', '12'],
  ['!!int "12"', 12],
  ['!!binary YQ==', 'a'],
  ['! 12', '12'],
])('the value %s has the type that kubectl gives it', (text, value) => {
  expect(data(`a: ${text}\n`)).toEqual({ a: value });
});

it.each(['.nan', '-.inf', '!!int x', '!!binary ?', '*nowhere', '&a [*a]'])(
  'the value %s is refused, as by kubectl',
  (text) => {
    expect(data(`a: ${text}\n`)).toBeUndefined();
    expect(readData(`a: ${text}\n`).syntaxErrors).toHaveLength(1);
  },
);

it.each([
  ['1', '1'],
  ['0x10', '16'],
  ['yes', 'true'],
  ['1234567.5', '1.2345675e+06'],
])('the key %s is the text %s', (key, text) => {
  expect(data(`${key}: x\n`)).toEqual({ [text]: 'x' });
});

it.each([
  ['quotes', 'a:\n  b: "x\n  y"\n  c: 1\n', { a: { b: 'x y', c: 1 } }],
  ['brackets', 'a:\n  b: [\n  x,\nz\n  ]\n  c: 1\n', { a: { b: ['x', 'z'], c: 1 } }],
])('lines in %s may stand in any column', (_, text, value) => {
  expect(data(text)).toEqual(value);
});

it('hundreds of such lines are read, with their places', () => {
  const text = `a: [\n${'x,\n'.repeat(500)}y\n]\nb: 1\n`;
  expect(readData(text).root.get('a').items).toHaveLength(501);
  const { start, end } = readData(text).root.get('b').span;
  expect(text.slice(start, end)).toBe('1');
});
