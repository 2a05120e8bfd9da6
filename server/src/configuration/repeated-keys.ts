import { type Document, isScalar, type Range, visit } from 'yaml';

const NOWHERE: Range = [0, 0, 0];

/** The places of keys that occur before in their map. The check of the parser takes time with the square of the keys. */
export function repeatedKeys(document: Document): Range[] {
  const found: Range[] = [];
  visit(document, {
    Map(_, { items }) {
      const before = new Set<unknown>();
      for (const { key } of items) {
        const value = isScalar(key) ? key.value : key;
        if (isScalar(key) && before.has(value)) found.push(key.range ?? NOWHERE);
        before.add(value);
      }
    },
  });
  return found;
}
