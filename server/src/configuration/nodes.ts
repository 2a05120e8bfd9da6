import { isMap, isScalar, type Node } from 'yaml';

/** Text that does not look like a key may come from another file, so messages do not quote it. */
export function looksLikeKey(key: string): boolean {
  return /^[A-Za-z_][\w-]{0,40}$/.test(key);
}

/** The entries of a map with the nodes and the places of their keys. */
export function mapEntriesOf(node: Node | null | undefined) {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) =>
    isScalar(key)
      ? [
          {
            key: String(key.value),
            keyNode: key,
            value: value as Node | undefined,
            at: key.range ?? ([0, 0, 0] as const),
          },
        ]
      : [],
  );
}

export function scalarOf(node: Node | undefined): unknown {
  return isScalar(node) ? node.value : undefined;
}

/** The text as it is written: a version such as 1.30 must not be read as a number. */
export function textOf(node: Node | undefined): string {
  return isScalar(node) ? (node.source ?? String(node.value)) : '';
}
