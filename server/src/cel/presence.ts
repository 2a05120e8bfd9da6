import type { ASTNode } from '@marcbachmann/cel-js';
import { isThereUnknown } from './data';

/** The evaluator of the library's macros. */
interface Evaluator {
  run(node: ASTNode, context: unknown): unknown;
}
interface Macro {
  evaluate(evaluator: Evaluator, macro: unknown, context: unknown): unknown;
}

/** The library's `has` reads the field. Ours does not if only the value of the field is unknown. */
export function knowPresence(node: ASTNode): void {
  if (node.op !== 'call' || node.args[0] !== 'has') return;
  const [field] = node.args[1];
  const macro: unknown = Reflect.get(Object(Reflect.get(node, 'meta')), 'macro');
  const path = field && pathOf(field);
  if (!path || !isMacro(macro)) return;
  const evaluate = macro.evaluate;
  macro.evaluate = (evaluator, self, context) =>
    leadsToUnknown(evaluator.run(path.from, context), path.names) || evaluate(evaluator, self, context);
}

/** A chain of fields: `object.metadata.name`. */
function pathOf(field: ASTNode): { readonly from: ASTNode; readonly names: readonly string[] } | undefined {
  const names: string[] = [];
  let from = field;
  while (from.op === '.') {
    names.unshift(from.args[1]);
    from = from.args[0];
  }
  return from.op === 'id' && names.length > 0 ? { from, names } : undefined;
}

function leadsToUnknown(from: unknown, [name, ...rest]: readonly string[]): boolean {
  if (typeof from !== 'object' || from === null || name === undefined) return false;
  if (rest.length === 0) return isThereUnknown(from, name);
  if (from instanceof Map) return leadsToUnknown(from.get(name), rest);
  return Object.hasOwn(from, name) && leadsToUnknown(Reflect.get(from, name), rest);
}

function isMacro(value: unknown): value is Macro {
  return typeof value === 'object' && value !== null && 'evaluate' in value && typeof value.evaluate === 'function';
}
