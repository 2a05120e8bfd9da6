import fc from 'fast-check';
import { toCel } from '../../../server/src/cel/data';
import { CelExpression } from '../../../server/src/cel/expression';
import { CelScope } from '../../../server/src/cel/scope';
import { made, oddText } from '../grammar';
import { mutate } from '../mutate';
import { CEL } from '../policies';
import { holds, type Target } from '../target';

const OBJECT = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web', constructor: 'x' } },
  spec: {
    containers: [
      { name: 'c', image: 'registry.example.com/a:1' },
      { name: 'toString', image: 'b' },
    ],
    priority: 3,
  },
};
const INPUTS = {
  object: toCel(OBJECT),
  request: toCel({ operation: 'CREATE', namespace: 'shop', userInfo: { username: 'x', groups: ['a'] } }),
  namespaceObject: toCel({ metadata: { name: 'shop', labels: {} } }),
  params: toCel({ data: { repos: 'a.io/,b.io/' } }),
};

const grammar = fc
  .letrec<{ value: string }>((tie) => {
    const value = tie('value');
    const joined = (...parts: (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
      fc
        .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
        .map((texts) => texts.join(''));
    const field = fc.constantFrom(
      'metadata',
      'spec',
      'containers',
      'image',
      'name',
      'labels',
      'constructor',
      '__proto__',
      'hasOwnProperty',
      'x',
    );
    const macro = fc.constantFrom('all', 'exists', 'exists_one', 'map', 'filter', 'transformList', 'transformMap');
    const method = fc.constantFrom(
      'size',
      'startsWith',
      'matches',
      'split',
      'contains',
      'lowerAscii',
      'sum',
      'min',
      'replace',
      'find',
      'findAll',
      'join',
      'indexOf',
      'substring',
      'orValue',
      'toString',
      'constructor',
      'format',
      'isSorted',
      'charAt',
      'reverse',
      'flatten',
      'distinct',
      'sort',
      'slice',
    );
    const named = fc.constantFrom(
      'int',
      'string',
      'size',
      'type',
      'dyn',
      'has',
      'quantity',
      'semver',
      'ip',
      'cidr',
      'url',
      'image',
      'timestamp',
      'duration',
      'matches',
      'toString',
      'optional.of',
      'sets.contains',
      'math.greatest',
      'base64.decode',
      'lists.range',
      'regex.extractAll',
    );
    return {
      value: fc.oneof(
        { maxDepth: 5, depthSize: 'small' },
        fc.oneof(
          fc.constantFrom(
            'object',
            'request',
            'params',
            'oldObject',
            'namespaceObject',
            'variables.a',
            'variables.b',
            'c',
            'true',
            'null',
            '1',
            '-1',
            '9223372036854775807',
            '1u',
            '1e308',
            "'x'",
            'b"x"',
            'r"\\d"',
            '"(a+)+$"',
            '[]',
            '{}',
            '__proto__',
          ),
          fc.constantFrom(...CEL),
          oddText.map((text) => JSON.stringify(text)),
        ),
        joined(value, '.', field),
        joined(value, '.?', field),
        joined(value, '[', value, ']'),
        joined(value, '.', macro, '(c, ', value, ')'),
        joined(value, '.', method, '(', value, ')'),
        joined(value, '.', method, '()'),
        joined(named, '(', value, ')'),
        joined(
          '(',
          value,
          fc.constantFrom(' + ', ' - ', ' * ', ' / ', ' % ', ' == ', ' < ', ' in ', ' && ', ' || '),
          value,
          ')',
        ),
        joined(value, ' ? ', value, ' : ', value),
        joined(fc.constantFrom('!', '-'), value),
        joined('[', value, ', ', value, ']'),
        joined('{', value, ': ', value, '}'),
      ),
    };
  })
  .value.filter((text) => text.length < 3000);

/** The first line is the expression, the next ones are the variables `a` and `b`. */
export const cel: Target = {
  name: 'cel',
  kind: 'expressions of CEL, on a pod',
  weight: 20,
  input(random) {
    const text = random.once(2) ? random.pick(CEL) : made(grammar, random);
    const whole = random.once(3) ? `${text}\n${random.pick(CEL)}\n${random.pick(CEL)}` : text;
    return random.once(3) ? whole : mutate(whole, random, CEL);
  },
  check(text, steps) {
    const [first = '', ...variables] = text.split('\n');
    const scope = steps.run(
      'parse',
      () =>
        new CelScope(new Map(variables.slice(0, 2).map((one, index) => ['ab'[index] ?? '', one])), {
          hasImageLibrary: true,
        }),
    );
    const expression = steps.run('parse', () => CelExpression.of(first));
    steps.run('look', () => expression.look(new Map()));
    const { kind } = steps.run('evaluate', () => scope.open({ ...INPUTS, outcomes: new Map() })(expression));
    holds(['value', 'error', 'unknown'].includes(kind), `The outcome is ${kind}.`);
  },
};
