import type { CelNode } from '../syntax/node';

const CONVERSIONS: ReadonlySet<string> = new Set(
  'bool bytes double duration dyn int string timestamp type uint'.split(' '),
);
const known = new WeakMap<CelNode, boolean>();

/** Whether the API server makes a value of a part of an expression once, when it reads the expression. */
export function isConstant(node: CelNode): boolean {
  if (node.op === 'value') return true;
  if (node.op === 'in') return isInNothing(node);
  if (node.op !== 'list' && node.op !== 'map' && node.op !== 'call') return false;
  const remembered = known.get(node);
  if (remembered !== undefined) return remembered;
  const made = isMadeOfConstants(node);
  known.set(node, made);
  return made;
}

function isMadeOfConstants(node: CelNode): boolean {
  if (node.op === 'list') return node.args.every(isConstant);
  if (node.op === 'map') return node.args.every((entry) => entry.every(isConstant));
  if (node.op !== 'call') return false;
  const [name, args] = node.args;
  return CONVERSIONS.has(name) && args.length === 1 && args.every(isConstant);
}

/** Whether a list is searched that is written without items: nothing is in it, so the API server evaluates neither side. */
export function isInNothing({ args: [, list] }: CelNode & { readonly op: 'in' }): boolean {
  return list.op === 'list' && list.args.length === 0;
}
