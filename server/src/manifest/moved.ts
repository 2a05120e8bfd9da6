import type { YamlNode } from './node';
import type { Span } from './value';

/** Gives a node and those in it other places. */
export function moveNode(node: YamlNode, place: (offset: number) => number): void {
  ({ start: node.start, end: node.end } = movedSpan(node, place));
  if (node.kind === 'list') for (const item of node.items) moveNode(item, place);
  else if (node.kind === 'map')
    for (const { key, value } of node.pairs) {
      moveNode(key, place);
      moveNode(value, place);
    }
}

export function movedSpan({ start, end }: Span, place: (offset: number) => number): Span {
  return { start: place(start), end: place(end) };
}
