import { describe, expect, it } from 'vitest';
import { Expression, Template } from '../../../server/src/gating/engines/kyverno/template';
import { Unknowable, Unknown } from '../../../server/src/gating/engines/kyverno/unknowable';

const DATA = {
  a: { b: [1, 2, 3], c: { d: 'x', 'e-f': true }, g: null },
  list: [
    { name: 'one', size: 3, tags: ['p', 'q'] },
    { name: 'two', size: 7, tags: ['r'] },
    { name: 'three', tags: [] },
  ],
  text: 'registry.io/team/app:1.2',
  hidden: new Unknown('nobody knows'),
  mixed: { known: 1, hidden: new Unknown('nobody knows') },
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
    ['hidden', 'nobody knows'],
    ['mixed', 'nobody knows'],
    ["mixed.hidden == 'x'", 'nobody knows'],
    ['a.x || hidden', 'nobody knows'],
    ['x509_decode(text)', 'the function `x509_decode` is not evaluated here'],
    ['merge(a.b, a.c)', "`merge` can't be applied to what it is given"],
    ['merge(a.c, a.b)', "`merge` can't be applied to what it is given"],
    ["add(`1`, 'x')", "`add` can't be applied to what it is given"],
    ['keys(a.b)', "`keys` can't be applied to what it is given"],
    ['values(text)', "`values` can't be applied to what it is given"],
    ['map(a.b, list)', "`map` can't be applied to what it is given"],
    ['map(&a, text)', "`map` can't be applied to what it is given"],
    ['sort(list)', "`sort` can't be applied to what it is given"],
    ['sum(list)', "`sum` can't be applied to what it is given"],
    ['max(text)', "`max` can't be applied to what it is given"],
    ["join(',', list)", "`join` can't be applied to what it is given"],
    ["starts_with(a, 'x')", "`starts_with` can't be applied to what it is given"],
    ["split(a, 'x')", "`split` can't be applied to what it is given"],
    ['contains(a, a)', "`contains` can't be applied to what it is given"],
    ['to_lower(a)', "`to_lower` can't be applied to what it is given"],
    ["parse_json('{')", "`parse_json` can't be applied to what it is given"],
    ['length(a.g)', "`length` can't be applied to what it is given"],
    ["add('1Gi', '1Gi')", "`add` can't be applied to what it is given"],
    ["regex_match('(?=x)', text)", '`(?=x)` is no regular expression'],
    ['a.b-c', "the expression `a.b-c` can't be read: `-` is not expected there"],
    ['a..b', "the expression `a..b` can't be read: something is not expected there"],
    ['a.', "the expression `a.` can't be read: it ends too early"],
    ['.Values.x', "the expression `.Values.x` can't be read: something is not expected there"],
    ['a[', "the expression `a[` can't be read: it ends too early"],
    ['length(', "the expression `length(` can't be read: it ends too early"],
    ['a.b[::0]', 'a slice with a step of 0 has no value'],
    ['&a', 'an expression with `&` outside of a function is not evaluated here'],
    ["'open", "the expression `'open` can't be read: `'` is not expected there"],
    ['', "the expression `` can't be read: it ends too early"],
  ])('%s is unknown: %s', (text, reason) => {
    expect(() => evaluate(text)).toThrow(new Unknowable(reason));
  });

  it('is stopped when it takes too long', () => {
    const many = { list: Array.from({ length: 200 }, (_, at) => at) };
    expect(() => new Expression('map(&@, list[].[map(&@, $)])'.replace('$', '`[1]`')).evaluate(many)).not.toThrow();
    const nested = 'map(&map(&map(&@, `[1,2,3,4,5,6,7,8,9,10]`), `[1,2,3,4,5,6,7,8,9,10]`), list)';
    expect(() => new Expression(nested).evaluate(many)).toThrow('takes so long');
    expect(() => new Expression(`${'('.repeat(500)}a${')'.repeat(500)}`).evaluate(many)).toThrow('nested too deeply');
    expect(() => new Expression(Array(2000).fill('a').join('.')).evaluate(many)).toThrow('too long');
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
    expect(() => resolve('{{ a.x }}')).toThrow('`a.x` has no value here');
    expect(() => resolve('x {{ a.b }}')).toThrow('`a.b` is no text');
  });
});
