import type { Json } from '../../../../manifest/json';
import { type Data, isEqual, isList, isRecord, known, Unknowable, Unknown } from '../unknowable';
import { type Comparator, CURRENT, type Node } from './ast';
import { functions } from './functions';
import { type Argument, Reference } from './types';

/** A bound on what an expression may take: nested projections multiply. */
export interface Budget {
  steps: number;
}

/**
 * The value of an expression (JMESPath Specification); what is missing is `null`.
 * @throws Unknowable where it reads what is unknown, calls what isn't supported or takes too long
 */
export function evaluate(node: Node, data: Data, budget: Budget): Data {
  if (--budget.steps < 0) throw new Unknowable('an expression that takes so long is not evaluated here');
  const on = (child: Node, value: Data = data): Data => evaluate(child, value, budget);
  switch (node.op) {
    case 'current':
      return readable(data);
    case 'literal':
      return node.value;
    case 'field':
      return isRecord(data) && Object.hasOwn(data, node.name) ? readable(data[node.name] ?? null) : null;
    case 'index':
      return isList(data) ? readable(data.at(node.at) ?? null) : null;
    case 'slice':
      return isList(data) ? slice(data, node.parts) : null;
    case 'chain':
      return on(node.right, on(node.left));
    case 'flatten':
      return flatten(on(node.left));
    case 'project': {
      const items = itemsOf(on(node.left), node.over);
      if (!items || node.right === CURRENT) return items?.filter((item) => item !== null) ?? null;
      return items.map((item) => on(node.right, readable(item))).filter((item) => item !== null);
    }
    case 'filter': {
      const items = on(node.left);
      if (!isList(items)) return null;
      const kept = items.filter((item) => isTruthy(on(node.condition, item)));
      return kept.map((item) => on(node.right, item)).filter((item) => item !== null);
    }
    case 'list':
      return data === null ? null : node.items.map((item) => on(item));
    case 'map':
      return data === null ? null : Object.fromEntries(node.entries.map(({ key, value }) => [key, on(value)]));
    case 'or': {
      const left = on(node.left);
      return isTruthy(left) ? left : on(node.right);
    }
    case 'and': {
      const left = on(node.left);
      return isTruthy(left) ? on(node.right) : left;
    }
    case 'not':
      return !isTruthy(on(node.operand));
    case 'compare':
      return compare(node.by, known(on(node.left)), known(on(node.right)));
    case 'call':
      return call(node.name, node.args, data, budget);
    case 'reference':
      throw new Unknowable('an expression with `&` outside of a function is not evaluated here');
  }
}

function call(name: string, args: readonly Node[], data: Data, budget: Budget): Data {
  const implementation = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!implementation) throw new Unknowable(`the function \`${name}\` is not evaluated here`);
  const values = args.map(
    (arg): Argument =>
      arg.op === 'reference'
        ? new Reference((item) => evaluate(arg.operand, item, budget))
        : evaluate(arg, data, budget),
  );
  const result = implementation(values);
  if (result === undefined) throw new Unknowable(`\`${name}\` can't be applied to what it is given`);
  return result;
}

function readable(data: Data): Data {
  if (data instanceof Unknown) throw new Unknowable(data.reason);
  return data;
}

/** Everything but nothing, `false` and what is empty. */
function isTruthy(data: Data): boolean {
  if (isList(data)) return data.length > 0;
  if (isRecord(data)) return Object.keys(data).length > 0;
  return data !== null && data !== false && data !== '';
}

function itemsOf(data: Data, over: 'items' | 'values'): readonly Data[] | undefined {
  if (over === 'items') return isList(data) ? data : undefined;
  return isRecord(data) ? Object.values(data) : undefined;
}

function flatten(data: Data): Data {
  return isList(data) ? data.flatMap((item) => (isList(item) ? item : [item])) : null;
}

function slice(list: readonly Data[], [start, stop, step = 1]: readonly (number | undefined)[]): Data {
  if (step === 0) throw new Unknowable('a slice with a step of 0 has no value');
  const last = list.length;
  const bounded = (at: number | undefined, otherwise: number): number => {
    if (at === undefined) return otherwise;
    const from = at < 0 ? at + last : at;
    return step > 0 ? Math.min(Math.max(from, 0), last) : Math.min(Math.max(from, -1), last - 1);
  };
  const end = bounded(stop, step > 0 ? last : -1);
  const taken: Data[] = [];
  for (let at = bounded(start, step > 0 ? 0 : last - 1); step > 0 ? at < end : at > end; at += step) {
    taken.push(list[at] ?? null);
  }
  return taken;
}

function compare(by: Comparator, left: Json, right: Json): Data {
  if (by === '==') return isEqual(left, right);
  if (by === '!=') return !isEqual(left, right);
  // Only numbers have an order.
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (by) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
