import { describe, expect, it } from 'vitest';
import { checkExpression } from '../../../server/src/cel/checks';
import { CelExpression } from '../../../server/src/cel/expression';
import { Meter } from '../../../server/src/cel/run/meter';
import { TypeOf } from '../../../server/src/cel/values';

/** The value of an expression, its error or why it is refused, with its cost: each is what Kubernetes 1.37.2 says. */
function run(text: string): { readonly result: string; readonly cost: number } {
  const expression = CelExpression.of(text);
  const check = checkExpression(expression, { params: false, authorizer: false });
  if (check.kind !== 'checked') return { result: 'refused', cost: 0 };
  const meter = new Meter();
  const object = { image: 'nginx', list: ['b', 'a', 'b'], none: {} };
  const outcome = expression.evaluate(
    { get: (name) => (name === 'object' ? object : new TypeOf(name)) },
    meter,
    check.checked.calls,
  );
  return { result: outcome.kind === 'value' ? String(outcome.value) : outcome.kind, cost: meter.cost };
}

describe('a function of Kubernetes', () => {
  it.each([
    ["string(timestamp('2024-06-01T00:00:00+05:30'))", '2024-06-01T00:00:00+05:30'],
    ["timestamp('2024-06-01T00:00:00+05:30').getHours()", '18'],
    ["duration('90s').getMilliseconds()", '90000'],
    ["'%f|%.2f'.format([-1234.5, 1234567.891])", '-1,234.500000|1,234,567.89'],
    ["'%.0f %.0f'.format([0.5, 1.5])", '0 2'],
    ["'%e|%.8e'.format([0.0000001, 1.5])", '1.000000×10⁻⁰⁷|1.500000×10⁰⁰'],
    ["'%f %e'.format(['NaN', 'Infinity'])", 'NaN      ∞'],
    ["'%s'.format([[1e20, 1.5], [b'x'], [timestamp(0)]])", 'refused'],
    ["'%s'.format([[1e20, 1.5]])", '[100000000000000000000.000000, 1.500000]'],
    ["'%s'.format([{'a': timestamp(0)}])", '{"a":timestamp("1970-01-01T00:00:00Z")}'],
    ["'%s'.format([1, 2])", 'refused'],
    ["'%d'.format(['a'])", 'refused'],
    ["'%s'.format([[?optional.of(1)]])", 'refused'],
    ["'%s'.format([{?'a': optional.of(1)}])", 'refused'],
    ["'%s'.format([{'a': [optional.of(1)]}])", 'refused'],
    ["'%s'.format([{'a': optional.of(1).value()}])", '{"a":1}'],
    ['[?object.list, []]', 'refused'],
    ["sign(quantity('Ki'))", '0'],
    ["quantity('9223372036854775807').isInteger()", 'false'],
    ["quantity('1Pi').isInteger()", 'false'],
    ["quantity('1Ti').isInteger()", 'true'],
    ["quantity('16Ei').compareTo(quantity('9223372036854775807'))", '0'],
    ["quantity('0.3').asApproximateFloat() == 0.3", 'false'],
    ["quantity('1') == quantity('0').add(1)", 'error'],
    ["quantity('0').add(1) == quantity('1')", 'true'],
    ["url('mailto:a@b.c').getEscapedPath()", ''],
    ["url('https://a/b c#d').getEscapedPath()", '/b%20c'],
    ["isURL('https://%2f')", 'false'],
    ["format.uuid().validate('123e4567e89b12d3a456426614174000').hasValue()", 'false'],
    ["format.byte().validate('aGVsbG8').hasValue()", 'true'],
    ["format.date().validate('2023-02-29').hasValue()", 'true'],
    ["format.datetime().validate('2024-02-29t23:59:59z').hasValue()", 'false'],
    ["format.uri().validate('a.example.com').hasValue()", 'true'],
    ["double('1_000')", '1000'],
    ["double(object.image + '1e400')", 'error'],
    ["semver('9223372036854775808.0.0').major()", '-9223372036854775808'],
    ['lists.range(1000001)', 'error'],
    ["1 in [int('1')]", 'true'],
    ['[1] in [[1], [2]]', 'true'],
    // What it returns has the type of the first form that follows: numbers.
    ['object.list.reverse().min()', 'error'],
    ["object.list.map(x, x).min() == 'a'", 'true'],
    // The API server sorts by what the items are.
    ["dyn(object.list.reverse().sort()) == ['a', 'b', 'b']", 'true'],
    ["object.list.reverse().sort() == ['a', 'b', 'b']", 'refused'],
    ["dyn(object.list.map(x, x).sort().reverse().sort()[0]) == 'a'", 'true'],
    ['[].sortBy(n, -n) == [1]', 'refused'],
  ])('%s is %s', (text, result) => {
    expect(run(text).result).toBe(result);
  });

  it.each([
    ['object.list.sortBy(x, x.size())', 76],
    ["cidr('10.0.0.0/8').containsIP(ip(object.image))", 5],
    ['type(object.image) == string', 4],
    ['object.image in []', 0],
    ["object.image in ['a', string(1)]", 2],
    // It makes sets of simple constants only.
    ["object.list in [['a'], ['b']]", 4],
    // What is made once is in a list that is made once.
    ['object.list.map(x, x in [])', 9],
    ["optional.of('a').optMap(x, 'b')", 3],
    ['strings.quote(object.image)', 3],
    // All of a list is looked at, though the first one fails.
    ['object.list.map(x, int(x))', 45],
  ])('%s costs %i', (text, cost) => {
    expect(run(text).cost).toBe(cost);
  });
});
