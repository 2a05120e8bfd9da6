import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, type Scalar, visit } from 'yaml';
import { RULES } from '../../server/src/rules/index';
import { see } from '../unit/analyse';

// What is renamed has to be YAML.
const CHANGED = RULES.filter(({ id }) => id !== 'not-judged' && id !== 'invalid-yaml');
const EXAMPLES = CHANGED.flatMap(({ id, examples: { bad, good } }) => [
  [`the bad example of ${id}`, bad] as const,
  [`the good example of ${id}`, good] as const,
]);

/** A text in which a third of all keys or values are called so. */
function renamed(text: string, name: string, which: 'key' | 'value', turn: number): string {
  let index = 0;
  const documents = parseAllDocuments(text);
  for (const document of documents) {
    visit(document, {
      Scalar: (key, scalar: Scalar) => {
        if ((key === 'key') === (which === 'key') && index++ % 3 === turn) scalar.value = name;
      },
    });
  }
  return documents.map(String).join('');
}

describe('a name that every JavaScript object inherits stops no rule', () => {
  it.each(EXAMPLES)('in %s', (_, text) => {
    for (const name of ['__proto__', 'constructor']) {
      for (const turn of [0, 1, 2]) {
        // A rule that fails throws here.
        see(renamed(text, name, 'value', turn));
        see(renamed(text, name, 'key', turn));
      }
    }
  });
});

it('no object is asked for a key that comes from elsewhere but by `own`', { timeout: 120_000 }, () => {
  const path = ts.findConfigFile('.', ts.sys.fileExists) ?? '';
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const isText = (type: ts.Type): boolean =>
    type.isUnion() ? type.types.some(isText) : (type.flags & ts.TypeFlags.String) !== 0;
  const found: string[] = [];
  for (const file of program.getSourceFiles()) {
    const name = file.fileName.replaceAll('\\', '/');
    if (!/(?:^|\/)(?:server|client)\/src\//.test(name) || name.endsWith(join('text', 'own.ts'))) continue;
    const walk = (node: ts.Node): void => {
      if (ts.isElementAccessExpression(node) && isText(checker.getTypeAtLocation(node.argumentExpression))) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${name}:${line + 1} ${node.getText()}`);
      }
      ts.forEachChild(node, walk);
    };
    walk(file);
  }
  expect(found).toEqual([]);
});
