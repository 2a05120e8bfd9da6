import type { ViewNode } from '../../protocol/overview';

/** A node of a view, and how the nodes below it are made. */
export interface Branch {
  readonly node: ViewNode;
  readonly below?: () => readonly Branch[];
}

/** A node without others below it. */
export function leaf(node: ViewNode): Branch {
  return { node };
}

/** A node with others below it; a leaf if there are none. */
export function branch(
  node: ViewNode,
  count: number,
  below: () => readonly Branch[],
  { isOpen = false }: { readonly isOpen?: boolean } = {},
): Branch {
  return count === 0 ? { node } : { node: { ...node, below: isOpen ? 'open' : 'closed' }, below };
}

/** The branches below a node; none if the node is gone. */
export function branchesAt(roots: readonly Branch[], path: readonly string[]): readonly Branch[] {
  let branches = roots;
  for (const key of path) branches = branches.find(({ node }) => node.key === key)?.below?.() ?? [];
  return branches;
}

/** Things that belong together, in the order of their keys. */
export function groupedBy<T>(things: Iterable<T>, keyOf: (thing: T) => string): [key: string, things: T[]][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return [...groups].sort(([a], [b]) => inOrder(a, b));
}

export function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Gives things that share a name different keys. */
export function keyed<T>(things: readonly T[], nameOf: (thing: T) => string): (readonly [key: string, thing: T])[] {
  const counts = new Map<string, number>();
  return things.map((thing) => {
    const name = nameOf(thing);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return [`${name} ${count}`, thing];
  });
}
