import type { Uint } from '../values';

/** A literal of an expression. */
export type Literal = bigint | number | string | boolean | null | Uint | Uint8Array;

/** A part of an expression. */
export type CelNode =
  | { readonly op: 'value'; readonly args: Literal }
  | { readonly op: 'id'; readonly args: string }
  | { readonly op: '.' | '.?'; readonly args: readonly [CelNode, string] }
  | { readonly op: '[]' | '[?]'; readonly args: readonly [CelNode, CelNode] }
  /** An item of a list, or a value of a map, that is left out if it is an empty optional: `?item`. */
  | { readonly op: '?'; readonly args: CelNode }
  | { readonly op: 'list'; readonly args: readonly CelNode[] }
  | { readonly op: 'map'; readonly args: readonly (readonly [CelNode, CelNode])[] }
  | { readonly op: 'struct'; readonly args: readonly [string, readonly (readonly [string, CelNode])[]] }
  | { readonly op: '!_' | '-_'; readonly args: CelNode }
  | { readonly op: '?:'; readonly args: readonly [CelNode, CelNode, CelNode] }
  | { readonly op: '&&' | '||'; readonly args: readonly CelNode[] }
  | { [K in BinaryOperator]: { readonly op: K; readonly args: readonly [CelNode, CelNode] } }[BinaryOperator]
  /** The name of a function can have dots: `sets.contains`. */
  | { readonly op: 'call'; readonly args: readonly [string, readonly CelNode[]] }
  | { readonly op: 'rcall'; readonly args: readonly [string, CelNode, readonly CelNode[]] };

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

/** The nodes of an expression, parents first. The depth of the expression is not limited here. */
export function* nodesOf(root: CelNode): Generator<CelNode> {
  const left = [root];
  for (let next = left.pop(); next; next = left.pop()) {
    yield next;
    left.push(...childrenOf(next));
  }
}

function childrenOf(node: CelNode): readonly CelNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case '?':
    case '!_':
    case '-_':
      return [node.args];
    case 'map':
      return node.args.flat();
    case 'struct':
      return node.args[1].map(([, value]) => value);
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    default:
      return node.args;
  }
}
