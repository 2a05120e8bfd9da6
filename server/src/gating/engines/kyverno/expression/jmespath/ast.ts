import type { Json } from '../../../../../manifest/json';

export type Comparator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A JMESPath expression. `on` is the operand to the left. */
export type Node =
  | { readonly op: 'current' }
  | { readonly op: 'literal'; readonly value: Json }
  | { readonly op: 'field'; readonly name: string }
  | { readonly op: 'index'; readonly index: number }
  | { readonly op: 'slice'; readonly parts: readonly (number | undefined)[] }
  /** `right`, evaluated on the value of `left`; a pipe ends projections. */
  | { readonly op: 'chain'; readonly left: Node; readonly right: Node }
  | { readonly op: 'flatten'; readonly left: Node }
  | { readonly op: 'project'; readonly over: 'items' | 'values'; readonly left: Node; readonly right: Node }
  | { readonly op: 'filter'; readonly left: Node; readonly condition: Node; readonly right: Node }
  | { readonly op: 'list'; readonly items: readonly Node[] }
  | { readonly op: 'map'; readonly entries: readonly { readonly key: string; readonly value: Node }[] }
  | { readonly op: 'or' | 'and'; readonly left: Node; readonly right: Node }
  | { readonly op: 'not'; readonly operand: Node }
  | { readonly op: 'compare'; readonly by: Comparator; readonly left: Node; readonly right: Node }
  | { readonly op: 'call'; readonly name: string; readonly args: readonly Node[] }
  /** An expression that a function evaluates (`&name`). */
  | { readonly op: 'reference'; readonly operand: Node };

export const CURRENT: Node = { op: 'current' };
