import fc from 'fast-check';
import { Unknowable, Unknown } from '../../../server/src/cause/unknown';
import { parseDuration } from '../../../server/src/gating/engines/kyverno/expression/duration';
import { parseQuantity } from '../../../server/src/gating/engines/kyverno/expression/quantity';
import { Expression, Template } from '../../../server/src/gating/engines/kyverno/expression/template';
import { made, oddText } from '../grammar';
import { mutate } from '../mutate';
import { JMESPATH } from '../policies';
import type { Steps, Target } from '../target';

const DATA = {
  request: {
    object: {
      metadata: { name: 'web', labels: { a: 'b', constructor: 'c' } },
      spec: { containers: [{ name: 'c', image: 'a.io/x:1' }] },
    },
  },
  images: { containers: { c: { registry: 'a.io', path: 'x', tag: '1' } } },
  a: { b: [1, 2, 3], c: { d: 'x' } },
  list: [
    { name: 'one', size: 3, tags: ['p', 'q'] },
    { name: 'two', size: 7, tags: [] },
  ],
  text: 'registry.io/team/app:1.2',
  hidden: new Unknown({ kind: 'not-filled-in' }),
};

const grammar = fc
  .letrec<{ value: string }>((tie) => {
    const value = tie('value');
    const joined = (...parts: (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
      fc
        .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
        .map((texts) => texts.join(''));
    const name = fc.constantFrom(
      'a',
      'b',
      'list',
      'name',
      'size',
      'text',
      'request',
      'object',
      'images',
      'hidden',
      'constructor',
      '__proto__',
      '"x y"',
      'toString',
    );
    const named = fc.constantFrom(
      'length',
      'keys',
      'values',
      'contains',
      'join',
      'split',
      'to_string',
      'to_number',
      'sort_by',
      'max_by',
      'map',
      'merge',
      'reverse',
      'regex_match',
      'regex_replace_all',
      'regex_replace_all_literal',
      'replace_all',
      'to_upper',
      'trim',
      'items',
      'object_from_lists',
      'lookup',
      'parse_yaml',
      'parse_json',
      'time_now',
      'time_since',
      'add',
      'multiply',
      'divide',
      'modulo',
      'semver_compare',
      'truncate',
      'base64_decode',
      'random',
      'x509_decode',
      'label_match',
      'pattern_match',
      'equal_fold',
      'sum',
      'avg',
      'type',
      'not_null',
      'image_normalize',
      'path_canonicalize',
      'toString',
      'constructor',
    );
    return {
      value: fc.oneof(
        { maxDepth: 5, depthSize: 'small' },
        fc.oneof(
          name,
          fc.constantFrom(
            '@',
            '*',
            '[]',
            "'x'",
            '`1`',
            '`[1, "x", {"__proto__": 1}]`',
            '`9e999`',
            '[0]',
            '[::-1]',
            '[1:99999999999:3]',
          ),
          fc.constantFrom(...JMESPATH),
          oddText.map((text) => `'${text.replaceAll("'", "\\'")}'`),
        ),
        joined(value, '.', name),
        joined(value, fc.constantFrom('[]', '[*]', '[0]', '[-1]', '[::2]', '.*'), '.', name),
        joined(value, '[?', value, fc.constantFrom('==', '!=', '<', '>=', '&&', '||'), value, ']'),
        joined(value, ' | ', value),
        joined(named, '(', value, ')'),
        joined(named, '(', value, ', ', value, ')'),
        joined(named, '(&', value, ', ', value, ')'),
        joined('{x: ', value, ', "__proto__": ', value, '}'),
        joined('[', value, ', ', value, ']'),
        joined('!', value),
      ),
    };
  })
  .value.filter((text) => text.length < 3000);

export const jmespath: Target = {
  name: 'jmespath',
  kind: "expressions and variables of Kyverno's policies",
  weight: 20,
  input(random) {
    const one = (): string => (random.once(2) ? random.pick(JMESPATH) : made(grammar, random));
    const text = random.once(3) ? `x {{ ${one()} }} y {{{{ ${one()} }}}}` : one();
    return random.once(3) ? text : mutate(text, random, JMESPATH);
  },
  check(text, steps) {
    known(steps, 'evaluate', () => new Expression(text).evaluate(DATA));
    known(steps, 'fill in', () => new Template(text).resolve(DATA));
    known(steps, 'fill in', () => new Template(`{{${text}}}`).resolve(DATA));
    steps.run('quantity', () => [parseQuantity(text), parseDuration(text)]);
  },
};

/** What isn't known is no mistake. */
function known(steps: Steps, name: string, step: () => unknown): void {
  steps.run(name, () => {
    try {
      return JSON.stringify(step());
    } catch (error) {
      if (!(error instanceof Unknowable)) throw error;
      return undefined;
    }
  });
}
