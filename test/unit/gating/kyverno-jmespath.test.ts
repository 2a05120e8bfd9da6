import { describe, expect, it } from 'vitest';
import { Unknowable, Unknown } from '../../../server/src/cause/unknown';
import { Expression, Template } from '../../../server/src/gating/engines/kyverno/expression/template';
import { unknownIn } from './unknown-in';

const DATA = {
  a: { b: [1, 2, 3], c: { d: 'x', 'e-f': true }, g: null },
  list: [
    { name: 'one', size: 3, tags: ['p', 'q'] },
    { name: 'two', size: 7, tags: ['r'] },
    { name: 'three', tags: [] },
  ],
  text: 'registry.io/team/app:1.2',
  hidden: new Unknown({ kind: 'cluster-only', what: 'value' }),
  mixed: { known: 1, hidden: new Unknown({ kind: 'cluster-only', what: 'value' }) },
};
const evaluate = (text: string): unknown => new Expression(text).evaluate(DATA);

describe('an expression', () => {
  it.each([
    ['a.b', [1, 2, 3]],
    ['a.b[0]', 1],
    ['a.b[-1]', 3],
    ['a.b[9]', null],
    ['a.b[1:]', [2, 3]],
    ['a.b[:2]', [1, 2]],
    ['a.b[::-1]', [3, 2, 1]],
    ['a.c."e-f"', true],
    ['a.x.y', null],
    ['list[].name', ['one', 'two', 'three']],
    ['list[*].size', [3, 7]],
    ['list[*].tags[]', ['p', 'q', 'r']],
    ['list[].tags[0]', ['p', 'r']],
    ['list[*].tags | [0]', ['p', 'q']],
    ["list[?name == 'two'].size", [7]],
    ["list[?name == 'two'] | [0].size", 7],
    ['list[?size > `3`].name', ['two']],
    ['list[?size >= `3` && size < `7`].name', ['one']],
    ["list[?name == 'one' || name == 'three'].name", ['one', 'three']],
    ['list[?!size].name', ['three']],
    ["list[?contains(name, 'o')].name", ['one', 'two']],
    ['a.[b, x, c.d]', [[1, 2, 3], null, 'x']],
    ['[a.x, list, a.b][]', [...DATA.list, 1, 2, 3]],
    ['a.{first: b[0], of: c.d}', { first: 1, of: 'x' }],
    ['a.c.*', ['x', true]],
    ['a.*.d', ['x']],
    ['list[].{n: name}', [{ n: 'one' }, { n: 'two' }, { n: 'three' }]],
    ["a.x || 'other'", 'other'],
    ['a.x || a.c.d', 'x'],
    ['a.b && a.c.d', 'x'],
    ['!(a.x)', true],
    ['@.a.c.d', 'x'],
    ['(a.c).d', 'x'],
    ['`[1, "two"]`', [1, 'two']],
    ["'it''", undefined],
    ["'it\\'s'", "it's"],
    ['a.b == `[1, 2, 3]`', true],
    ['a.c.d != `"x"`', false],
    ['text < `1`', null],
    ['length(list)', 3],
    ['length(text)', 24],
    ['a.b | length(@)', 3],
    ['list[*].name | length(@)', 3],
    ['to_string(a.b)', '[1,2,3]'],
    ["to_number('12')", 12],
    ["to_number('x')", null],
    ["starts_with(text, 'registry')", true],
    ["ends_with(text, '1.2')", true],
    ["join(',', list[].name)", 'one,two,three'],
    ['keys(a.c)', ['d', 'e-f']],
    ['values(a.c)', ['x', true]],
    ['map(&size, list)', [3, 7, null]],
    ['max(a.b)', 3],
    ['min(list[].name)', 'one'],
    ['sum(a.b)', 6],
    ['sort(list[].name)', ['one', 'three', 'two']],
    ['reverse(a.b)', [3, 2, 1]],
    ['not_null(a.x, a.c.d)', 'x'],
    ['merge(a.c, {z: text})', { d: 'x', 'e-f': true, z: DATA.text }],
    ['to_array(a.c.d)', ['x']],
    ['type(a.b)', 'array'],
    ["split(text, '/')[0]", 'registry.io'],
    ["text | split(@, ':')[-1]", '1.2'],
    ["regex_match('^[a-z.]+/team/', text)", true],
    ["regex_match('^team', text)", false],
    ["pattern_match('*:1.?', text)", true],
    ["replace_all(text, '/', '-')", 'registry.io-team-app:1.2'],
    ["replace(text, '/', '-', `1`)", 'registry.io-team/app:1.2'],
    ["regex_replace_all_literal('[0-9.]+$', text, 'v')", 'registry.io/team/app:v'],
    ["to_upper('a')", 'A'],
    ["to_lower('A')", 'a'],
    ["trim('..a..', '.')", 'a'],
    ["trim_prefix('sha256:ab', 'sha256:')", 'ab'],
    ["truncate('abc', `2`)", 'ab'],
    ["equal_fold('A', 'a')", true],
    ['add(`1`, `2`)', 3],
    ['subtract(`1`, `2`)', -1],
    ['parse_json(\'{"k": [1]}\').k[0]', 1],
    ["contains(list[0].tags, 'p')", true],
    ["contains(list[0].tags, 'x')", false],
    ["contains(text, 'team')", true],
    ['contains(text, `1`)', false],
    ["`{}` || 'empty'", 'empty'],
    ["`[]` || 'empty'", 'empty'],
    ["`false` || 'no'", 'no'],
    ["`0` || 'no'", 0],
    ["a.c && 'there'", 'there'],
    ['length(a.c)', 2],
    ['min(`[]`)', null],
    ['max(list[].name)', 'two'],
    ['sort(a.b)', [1, 2, 3]],
    ["reverse('abc')", 'cba'],
    ['to_array(a.b)', [1, 2, 3]],
    ['type(a.g)', 'null'],
    ['type(a)', 'object'],
    ['type(text)', 'string'],
    ['type(`true`)', 'boolean'],
    ['abs(`-1`)', 1],
    ['ceil(`1.2`)', 2],
    ['floor(`1.8`)', 1],
    ['a.b[0] <= `1`', true],
    ['a.b[0] > `1`', false],
    ['a.b[-2:0:-1]', [2]],
    ['a.b[-9:9]', [1, 2, 3]],
    ["compare('a', 'b')", -1],
    ["compare('b', 'a')", 1],
    ["compare('a', 'a')", 0],
    ["replace(text, '/', '-', `-1`)", 'registry.io-team-app:1.2'],
    ["trim_prefix('ab', 'x')", 'ab'],
    ["regex_match('^1$', `1`)", true],
    ['mixed.known', 1],
    ["text != '' || hidden", true],
  ])('%s', (text, value) => {
    if (value === undefined) expect(() => evaluate(text)).toThrow(Unknowable);
    else expect(evaluate(text)).toEqual(value);
  });

  it.each([
    ['hidden', 'only the cluster knows the value'],
    ['mixed', 'only the cluster knows the value'],
    ["mixed.hidden == 'x'", 'only the cluster knows the value'],
    ['a.x || hidden', 'only the cluster knows the value'],
    ['x509_decode(text)', 'the function `x509_decode` is not evaluated here'],
    ['merge(a.b, a.c)', 'the function `merge` does not accept these arguments'],
    ['merge(a.c, a.b)', 'the function `merge` does not accept these arguments'],
    ["add(`1`, 'x')", 'the function `add` does not accept these arguments'],
    ['keys(a.b)', 'the function `keys` does not accept these arguments'],
    ['values(text)', 'the function `values` does not accept these arguments'],
    ['map(a.b, list)', 'the function `map` does not accept these arguments'],
    ['map(&a, text)', 'the function `map` does not accept these arguments'],
    ['sort(list)', 'the function `sort` does not accept these arguments'],
    ['sum(list)', 'the function `sum` does not accept these arguments'],
    ['max(text)', 'the function `max` does not accept these arguments'],
    ["join(',', list)", 'the function `join` does not accept these arguments'],
    ["starts_with(a, 'x')", 'the function `starts_with` does not accept these arguments'],
    ["split(a, 'x')", 'the function `split` does not accept these arguments'],
    ['contains(a, a)', 'the function `contains` does not accept these arguments'],
    ['to_lower(a)', 'the function `to_lower` does not accept these arguments'],
    ["parse_json('{')", 'the function `parse_json` does not accept these arguments'],
    ['length(a.g)', 'the function `length` does not accept these arguments'],
    ["add('1Gi', '1Gi')", 'the function `add` does not accept these arguments'],
    ["regex_match('(?=x)', text)", '`(?=x)` is not a regular expression'],
    ['a.b-c', 'the expression `a.b-c` cannot be read: it contains an unexpected `-`'],
    ['a..b', 'the expression `a..b` cannot be read: it contains an unexpected token'],
    ['a.', 'the expression `a.` cannot be read: it ends too early'],
    ['.Values.x', 'the expression `.Values.x` cannot be read: it contains an unexpected token'],
    ['a[', 'the expression `a[` cannot be read: it ends too early'],
    ['length(', 'the expression `length(` cannot be read: it ends too early'],
    ['a.b[::0]', 'a slice with a step of 0 has no value'],
    ['&a', 'an expression with `&` outside a function is not evaluated here'],
    ["'open", "the expression `'open` cannot be read: it contains an unexpected `'`"],
    ['', 'the expression `` cannot be read: it ends too early'],
  ])('%s is unknown: %s', (text, reason) => {
    expect(unknownIn(() => evaluate(text))).toBe(reason);
  });

  it('is stopped when it takes too long', () => {
    const many = { list: Array.from({ length: 200 }, (_, index) => index) };
    expect(() => new Expression('map(&@, list[].[map(&@, $)])'.replace('$', '`[1]`')).evaluate(many)).not.toThrow();
    const nested = 'map(&map(&map(&@, `[1,2,3,4,5,6,7,8,9,10]`), `[1,2,3,4,5,6,7,8,9,10]`), list)';
    expect(unknownIn(() => new Expression(nested).evaluate(many))).toContain('takes too many steps');
    expect(unknownIn(() => new Expression(`${'('.repeat(500)}a${')'.repeat(500)}`).evaluate(many))).toContain(
      'nested too deeply',
    );
    expect(unknownIn(() => new Expression(Array(2000).fill('a').join('.')).evaluate(many))).toContain('too long');
  });
});

describe('a text with expressions', () => {
  const resolve = (text: string): unknown => new Template(text).resolve(DATA);

  it('keeps the type of what is the whole of it', () => {
    expect(resolve('{{ a.b }}')).toEqual([1, 2, 3]);
    expect(resolve('{{a.b[0]}}')).toBe(1);
  });

  it('takes their values into it', () => {
    expect(resolve('{{ a.c.d }}-{{ a.b[1] }}!')).toBe('x-2!');
  });

  it('resolves the inner ones first', () => {
    expect(resolve('{{ a."{{ list[1].name }}" || \'none\' }}')).toBe('none');
    expect(resolve('{{ list[{{ a.b[0] }}].name }}')).toBe('two');
  });

  it('reads maps in expressions', () => {
    expect(resolve('{{ a.{x: c.d} }}')).toEqual({ x: 'x' });
  });

  it('is unknown where something has no value', () => {
    expect(unknownIn(() => resolve('{{ a.x }}'))).toContain('`a.x` has no value here');
    expect(unknownIn(() => resolve('x {{ a.b }}'))).toContain('the value of `a.b` is not text');
  });
});
