import type { ASTNode } from '@marcbachmann/cel-js';

/** The nodes of an expression, parents first. The depth of the expression is not limited here. */
export function* nodesOf(root: ASTNode): Generator<{ readonly node: ASTNode; readonly depth: number }> {
  const left = [{ node: root, depth: 1 }];
  for (let next = left.pop(); next; next = left.pop()) {
    yield next;
    for (const node of childrenOf(next.node)) left.push({ node, depth: next.depth + 1 });
  }
}

function childrenOf(node: ASTNode): ASTNode[] {
  const children: ASTNode[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) collect(item);
    else if (isCelNode(value)) children.push(value);
  };
  collect(node.args);
  return children;
}

export function isCelNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
