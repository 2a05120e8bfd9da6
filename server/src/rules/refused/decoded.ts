import type { YamlValue } from '../../manifest/value';

const LARGEST = { 32: 2 ** 31 - 1, 64: 2 ** 63 } as const;

/**
 * A whole number that the API server can decode; `undefined` for anything else, which it refuses before it looks at fields, and
 * which a schema finds.
 */
export function decodedInteger({ number }: YamlValue, bits: keyof typeof LARGEST = 32): number | undefined {
  if (number === undefined || !Number.isInteger(number)) return undefined;
  return Math.abs(number) <= LARGEST[bits] ? number : undefined;
}

/** The items of a list, without those of a patch that remove or replace items. */
export function decodedItems(list: YamlValue): readonly YamlValue[] {
  return list.items.some((item) => item.has('$patch')) ? list.items.filter((item) => !item.has('$patch')) : list.items;
}
