import { describe, expect, it } from 'vitest';
import { Unknown } from '../../../server/src/cause/unknown';
import type { Data } from '../../../server/src/gating/engines/kyverno/expression/data';
import { known } from '../../../server/src/gating/engines/kyverno/expression/extent';
import { Expression } from '../../../server/src/gating/engines/kyverno/expression/template';
import { verdicts } from './kyverno-driver';
import { clusterPolicy, documents, pod } from './kyverno-policies';
import { unknownIn } from './unknown-in';

const TOO_LARGE = 'a value becomes too large, so it is not evaluated here';

/** A rule with variables each of which is made of the one before. */
function growing(entry: (before: string) => string, count = 40): string {
  const entries = Array.from(
    { length: count },
    (_, index) => `- { name: v${index + 1}, variable: { ${entry(`v${index}`)} } }`,
  );
  return `
context:
  - { name: v0, variable: { jmesPath: "request.object.spec.containers[].image | [0]" } }
  ${entries.join('\n  ')}
validate: { message: no, deny: { conditions: { any: [{ key: "{{ v${count} }}", operator: Equals, value: b }] } } }`;
}

describe('variables that grow with each other are unknown, and soon:', () => {
  it.each([
    ['lists in lists', (v: string) => `jmesPath: "[${v}, ${v}]"`],
    ['flattened lists', (v: string) => `jmesPath: "[${v}, ${v}][]"`],
    ['maps', (v: string) => `jmesPath: "{ a: ${v}, b: ${v} }"`],
    ['values', (v: string) => `value: { a: "{{ ${v} }}", b: ["{{ ${v} }}"] }`],
    ['texts', (v: string) => `value: "{{ ${v} }}{{ ${v} }}"`],
    ['join', (v: string) => `jmesPath: "join(${v}, [${v}, ${v}])"`],
    ['replace', (v: string) => `jmesPath: "replace(${v}, 'a', ${v}, \`-1\`)"`],
    ['replace_all', (v: string) => `jmesPath: "replace_all(${v}, 'a', ${v})"`],
    ['regex_replace_all_literal', (v: string) => `jmesPath: "regex_replace_all_literal('a', ${v}, ${v})"`],
  ])('%s', { timeout: 2000 }, (_, entry) => {
    const images = ['a.io/aa', 'b.io/x'];
    expect(verdicts(documents(clusterPolicy(growing(entry)), pod(images)))).toEqual([
      `p: c0 unknown - ${TOO_LARGE}`,
      `p: c1 unknown - ${TOO_LARGE}`,
    ]);
  });
});

describe('an expression', () => {
  const evaluate = (text: string, data: Data): unknown => new Expression(text).evaluate(data);

  it('may not make more and more of what it has', () => {
    const doubled = `@${' | [@, @][]'.repeat(40)} | length(@)`;
    expect(unknownIn(() => evaluate(doubled, ['a', 'b']))).toContain(TOO_LARGE);
    expect(unknownIn(() => evaluate(`@${' | [@, @]'.repeat(40)} | @ == 'a'`, 'a'))).toContain(TOO_LARGE);
    expect(unknownIn(() => evaluate(`@${' | [@, @]'.repeat(40)} | to_string(@)`, 'a'))).toContain(TOO_LARGE);
  });

  it('may not go through long lists again and again', () => {
    const many = Array.from({ length: 1500 }, (_, index) => `image-${index}`);
    expect(() => evaluate("many[?contains(['x', 'y'], @)]", { many })).not.toThrow();
    expect(unknownIn(() => evaluate(`many[?contains(\`${JSON.stringify(many)}\`, @)]`, { many }))).toContain(
      'takes too many steps',
    );
  });

  it('compares neither patterns nor texts that are very long', () => {
    const data = { pattern: '*a'.repeat(5000), text: 'a'.repeat(5000) };
    expect(unknownIn(() => evaluate('pattern_match(pattern, text)', data))).toContain('texts are too large');
  });
});

describe('a value', () => {
  it('is known, however often it holds the same', () => {
    let shared: Data = 'a';
    for (let count = 0; count < 15; count++) shared = [shared, shared];
    expect(known(shared)).toBe(shared);
  });

  it('is not known where it is too large or too deep', () => {
    let deep: Data = 'a';
    for (let count = 0; count < 1000; count++) deep = [deep];
    expect(unknownIn(() => known(deep))).toContain(TOO_LARGE);
    expect(unknownIn(() => known('a'.repeat(1_000_000)))).toContain(TOO_LARGE);
  });

  it('is not known where a part of it is not, each time', () => {
    const hidden = [{ a: 1 }, { b: new Unknown({ kind: 'cluster-only', what: 'value' }) }];
    expect(unknownIn(() => known(hidden))).toContain('only the cluster knows the value');
    expect(unknownIn(() => known(hidden))).toContain('only the cluster knows the value');
  });
});
