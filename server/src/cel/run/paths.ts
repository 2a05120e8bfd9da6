import type { CelNode } from '../syntax/node';

type PathNode = CelNode & { readonly op: 'id' | '.' | '.?' | '[]' | '[?]' | '?:' };

/** Whether a part of an expression is a name, a field, an item, or a choice: its cost is that of what it reads. */
export function isPath(node: CelNode): node is PathNode {
  return ['id', '.', '.?', '[]', '[?]', '?:'].includes(node.op);
}

/** The same of what a path starts with. */
export function startsWithChoice(node: CelNode): boolean {
  let from = node;
  while (from.op === '.' || from.op === '.?' || from.op === '[]' || from.op === '[?]') from = from.args[0];
  return from.op === '?:';
}
