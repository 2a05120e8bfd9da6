import { describe, expect, it } from 'vitest';
import { isAlias, isMap, isPair, isScalar, isSeq, type ParsedNode, parseDocument } from 'yaml';
import type { YamlNode } from '../../../server/src/manifest/node';
import { parse } from '../../../server/src/manifest/parse';
import { MANIFESTS } from '../../fuzz/corpus';
import { Random } from '../../fuzz/random';
import { documentsWithoutKind } from '../../kubectl/compare';
import { generateYaml } from '../../kubectl/generate';

/** Where a key or a value is, by the keys and indices that lead to it. */
type Places = Map<string, readonly [start: number, end: number]>;

/** The places of a document in the yaml package; `undefined` if it does not accept the document. */
function placesOfYaml(text: string): Places | undefined {
  const document = parseDocument(text, { version: '1.1', logLevel: 'silent', prettyErrors: false });
  if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
  const places: Places = new Map();
  const visit = (node: unknown, path: string): void => {
    if (!isNode(node)) return;
    const [start = 0, end = 0] = node.range ?? [];
    places.set(path, [start, end]);
    if (isMap(node))
      for (const [index, pair] of node.items.entries()) {
        visit(pair.key, `${path}/key ${index}`);
        visit(pair.value, `${path}/${index}`);
      }
    else if (isSeq(node))
      for (const [index, item] of node.items.entries()) if (!isPair(item)) visit(item, `${path}/${index}`);
  };
  visit(document.contents, '');
  return places;
}

function isNode(node: unknown): node is ParsedNode {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
}

function placesOfReader(root: YamlNode): Places {
  const places: Places = new Map();
  const visit = (node: YamlNode, path: string): void => {
    places.set(path, [node.start, node.end]);
    if (node.kind === 'list') for (const [index, item] of node.items.entries()) visit(item, `${path}/${index}`);
    else if (node.kind === 'map')
      for (const [index, { key, value }] of node.pairs.entries()) {
        visit(key, `${path}/key ${index}`);
        visit(value, `${path}/${index}`);
      }
  };
  visit(root, '');
  return places;
}

/** What YAML 1.1 and the yaml package, or it and kubectl, do not take for the same characters. */
const READ_OTHERWISE = /:[,\]}]|[\ufeff\u0085\u2028\u2029]|\r(?!\n)|[[{,]\s*\?\S/;

function compare(text: string): string[] {
  const { root, problem, refusal } = parse(text);
  const theirs = problem || refusal || !root || READ_OTHERWISE.test(text) ? undefined : placesOfYaml(text);
  if (!root || !theirs) return [];
  return [...placesOfReader(root)].flatMap(([path, [start, end]]) => {
    const [theirStart, theirEnd] = theirs.get(path) ?? [];
    if (theirStart === undefined || theirEnd === undefined) return [];
    // The package sometimes takes in comments and blank lines behind a block collection.
    const between = text.slice(Math.min(end, theirEnd), Math.max(end, theirEnd));
    if (theirStart === start && /^(?:\s|#.*)*$/.test(between)) return [];
    return [`${path}: ${start} to ${end}, yaml: ${theirStart} to ${theirEnd}, ${JSON.stringify(text)}`];
  });
}

describe('keys and values are where the yaml package has them', () => {
  it('in manifests', () => {
    expect(MANIFESTS.flatMap(documentsWithoutKind).flatMap(compare)).toEqual([]);
  });

  it('in generated texts', () => {
    const texts = Array.from({ length: 3_000 }, (_, index) => generateYaml(new Random('places', index)));
    expect(texts.flatMap(documentsWithoutKind).flatMap(compare)).toEqual([]);
  });
});
