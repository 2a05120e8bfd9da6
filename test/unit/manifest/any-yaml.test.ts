import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Document, isCollection, isMap, isSeq, Pair, parseAllDocuments, Scalar, visit } from 'yaml';
import { exactEdits } from '../../../server/src/fixes/change';
import { disableForLine } from '../../../server/src/fixes/disable';
import { RULES } from '../../../server/src/rules/index';
import { analyse } from '../analyse';
import { podWith } from '../manifests';

/** What stands behind the odd document: its finding must not be lost. */
const HEALTHY = podWith('healthy');

/** What doesn't belong at most places, and what isn't YAML at all. */
const oddText = fc.oneof(
  fc.constantFrom(
    '',
    '~',
    'null',
    'yes',
    '0',
    '-1',
    '.nan',
    '.inf',
    '1e999',
    '0x1F',
    '99999999999999999999',
    '2001-01-01',
  ),
  fc.constantFrom('[]', '{}', '[[]]', '[null]', '[{}]', '{a: {b: []}}', '{name: []}', '[x, 7, {name: x}]', '""', "' '"),
  fc.constantFrom('*missing', '&a [*a]', '&a {<<: *a}', '{<<: [1, {a: b}]}', '{<<: null}', '{[a]: b}', '{? {a: b}}'),
  fc.constantFrom('!!set {a, b}', '!!binary x', '!!int x', '!custom x', '{{ .Values.x }}', '"{{ x }}"', '$(X)', '<x>'),
  fc.constantFrom(
    '"unclosed',
    '[unclosed',
    '}',
    '- a',
    'a: b',
    '|\n\n',
    '>-\n  x',
    '\t',
    '@',
    '`',
    '%',
    '\u0000',
    '🦊',
  ),
  fc.string({ maxLength: 8 }),
  fc.json({ maxDepth: 2 }),
);

/** What can be done to one place of a document. */
const CHANGES = ['value', 'value', 'value', 'key', 'twice', 'merged', 'one more'] as const;

interface Mutation {
  readonly change: (typeof CHANGES)[number];
  readonly place: number;
  readonly text: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  change: fc.constantFrom(...CHANGES),
  place: fc.nat(500),
  text: oddText,
});

/** The manifest with something odd at some of its places. */
function mutate(manifest: string, mutations: readonly Mutation[]): string {
  const documents = parseAllDocuments(manifest);
  mutations.forEach((mutation, index) => {
    const places = documents.flatMap((document) => placesIn(document, mutation.change));
    const { node, replace } = places[mutation.place % places.length] ?? {};
    const odd = new Scalar(`PLACEHOLDER${index}`);
    // Aliases of what is replaced stay, and the library prints none without an anchor.
    if (isCollection(node) && node.anchor !== undefined) odd.anchor = node.anchor;
    if (isMap(node) && mutation.change === 'twice') node.items.push(new Pair(node.items[0]?.key, odd));
    else if (isMap(node) && mutation.change === 'merged') node.items.unshift(new Pair('<<', odd));
    else if (isSeq(node) && mutation.change === 'one more') node.items.unshift(odd);
    else replace?.(odd);
  });
  // What isn't YAML can only be put into the text.
  return documents
    .map(String)
    .join('---\n')
    .replace(/PLACEHOLDER(\d)/g, (_, at: string) => mutations[Number(at)]?.text ?? '');
}

interface Place {
  readonly node: unknown;
  replace(by: Scalar): void;
}

function placesIn(document: Document, change: Mutation['change']): Place[] {
  const places: Place[] = [];
  visit(document, {
    Pair: (_, pair) => {
      const side = change === 'key' ? 'key' : 'value';
      const replace = (by: Scalar): void => {
        pair[side] = by;
      };
      places.push({ node: pair[side], replace });
    },
    Seq: (_, list) => {
      list.items.forEach((node, index) => {
        const replace = (by: Scalar): void => {
          list.items[index] = by;
        };
        places.push({ node, replace });
      });
    },
  });
  return places;
}

/** Does all that an editor does with a text; what is found in it. */
function exercise(text: string): string[] {
  const { documents, findings } = analyse(text, { podSecurity: { level: 'restricted', version: 'latest' } });
  for (const change of findings.flatMap(({ fixes = [] }) => fixes.map((fix) => fix.change()))) {
    if (change) exactEdits(change);
  }
  for (const { document, analysis } of documents) {
    const [first] = analysis.findings;
    if (first) disableForLine(document, first.at, first.span, first.rule.id);
  }
  return findings.map(({ rule, container }) => `${rule.id} ${container?.label}`);
}

describe('anything at any place', () => {
  // What is changed has to be YAML.
  const rules = RULES.filter(({ id }) => id !== 'invalid-yaml');
  it.each(rules.map((rule, index) => [rule.id, rule.examples, index] as const))(
    'of the examples of %s does not throw, and hides nothing in other documents',
    (_, { bad, good }, index) => {
      fc.assert(
        fc.property(fc.constantFrom(bad, good), fc.array(mutation, { minLength: 1, maxLength: 2 }), (manifest, all) => {
          const odd = mutate(manifest, all);
          expect(exercise(`${odd.replace(/\n?$/, '\n')}---\n${HEALTHY}`)).toContain('privileged healthy');
        }),
        { seed: Number(process.env.SEED ?? index), numRuns: Number(process.env.RUNS ?? 6) },
      );
    },
    60_000,
  );
});
