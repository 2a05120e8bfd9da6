import { expect, it } from 'vitest';
import { isMap, isScalar, isSeq, parseAllDocuments, parseDocument, visit } from 'yaml';
import { exactEdits } from '../../../server/src/fixes/change';
import { RULES } from '../../../server/src/rules/index';
import { analyse } from '../analyse';

/** One of each type; any-yaml.test.ts has the odder ones. */
const REPLACEMENTS: readonly unknown[] = ['text', 7, null, ['x'], { x: 'y' }];

/** Every rule's bad example in one document each, so that every line of every rule meets every wrong type. */
const manifests = RULES.filter(({ id }) => id !== 'not-judged' && id !== 'invalid-yaml').flatMap(({ id, examples }) =>
  parseAllDocuments(examples.bad).map((document, index) => [`${id} ${index}`, String(document)] as const),
);

/** Each text in which one node of a document is another. */
function* mutationsOf(text: string): Generator<string> {
  const paths: (string | number)[][] = [];
  visit(parseDocument(text), {
    Node(_, node, path) {
      if (!isScalar(node) && !isMap(node) && !isSeq(node)) return;
      paths.push(
        path.flatMap((step, depth) => {
          const next = path[depth + 1] ?? node;
          if (isMap(step)) return [];
          if (isSeq(step)) return step.items.indexOf(next as never);
          return step && 'key' in step && isScalar(step.key) && next !== step.key ? String(step.key.value) : [];
        }),
      );
    },
  });
  for (const path of paths) {
    for (const replacement of REPLACEMENTS) {
      const copy = parseDocument(text);
      if (path.length === 0) copy.contents = copy.createNode(replacement) as never;
      else if (copy.hasIn(path)) copy.setIn(path, replacement);
      yield String(copy);
    }
  }
}

it.each(manifests)(
  'wrong types anywhere in the bad example of %s do not throw, and neither do fixes',
  (_, manifest) => {
    let texts = 0;
    for (const text of mutationsOf(manifest)) {
      texts++;
      try {
        for (const { fixes = [] } of analyse(text).findings) {
          for (const fix of fixes) {
            const change = fix.change();
            if (change) exactEdits(change);
          }
        }
      } catch (cause) {
        throw new Error(`Thrown for:\n${text}`, { cause });
      }
    }
    expect(texts).toBeGreaterThan(25);
  },
  60_000,
);
