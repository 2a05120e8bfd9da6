import type { Json } from '../../../../manifest/json';
import { extentOf, known, within } from '../extent';
import { type Data, isEqual, isList, isRecord, Unknowable, Unknown } from '../unknowable';
import { Variables } from '../variables';
import { type Comparator, CURRENT, type Node } from './ast';
import { functions } from './functions';
import { type Argument, Reference } from './types';

/** A bound on what an expression may take: nested projections multiply, and what they make of lists and texts adds up. */
export interface Budget {
  steps: number;
  /** How much may still be made and gone through, in characters and values. */
  work: number;
}

const SO_LONG = 'an expression that takes so long is not evaluated here';

/**
 * The value of an expression (JMESPath Specification); what is missing is `null`.
 * @throws Unknowable where it reads what is unknown, calls what isn't supported or takes too long
 */
export function evaluate(node: Node, data: Data | Variables, budget: Budget): Data {
  if (--budget.steps < 0) throw new Unknowable(SO_LONG);
  switch (node.op) {
    case 'current':
      return readable(whole(data));
    case 'literal':
      return node.value;
    case 'field':
      if (data instanceof Variables) return readable(data.get(node.name) ?? null);
      return isRecord(data) && Object.hasOwn(data, node.name) ? readable(data[node.name] ?? null) : null;
    case 'index':
      return data instanceof Variables || !isList(data) ? null : readable(data.at(node.at) ?? null);
    case 'slice':
      return data instanceof Variables || !isList(data) ? null : made(slice(data, node.parts), budget);
    case 'chain':
      return evaluate(node.right, evaluate(node.left, data, budget), budget);
    case 'flatten':
      return made(flatten(evaluate(node.left, data, budget)), budget);
    case 'project': {
      const items = itemsOf(evaluate(node.left, data, budget), node.over);
      if (!items || node.right === CURRENT) return items?.filter((item) => item !== null) ?? null;
      return made(
        items.map((item) => evaluate(node.right, readable(item), budget)).filter((item) => item !== null),
        budget,
      );
    }
    case 'filter': {
      const items = evaluate(node.left, data, budget);
      if (!isList(items)) return null;
      const kept = items.filter((item) => isTruthy(evaluate(node.condition, item, budget)));
      return kept.map((item) => evaluate(node.right, item, budget)).filter((item) => item !== null);
    }
    case 'list':
      return data === null ? null : node.items.map((item) => evaluate(item, data, budget));
    case 'map':
      return data === null
        ? null
        : Object.fromEntries(node.entries.map(({ key, value }) => [key, evaluate(value, data, budget)]));
    case 'or': {
      const left = evaluate(node.left, data, budget);
      return isTruthy(left) ? left : evaluate(node.right, data, budget);
    }
    case 'and': {
      const left = evaluate(node.left, data, budget);
      return isTruthy(left) ? evaluate(node.right, data, budget) : left;
    }
    case 'not':
      return !isTruthy(evaluate(node.operand, data, budget));
    case 'compare':
      return compare(
        node.by,
        known(passed(evaluate(node.left, data, budget), budget)),
        known(passed(evaluate(node.right, data, budget), budget)),
      );
    case 'call':
      return call(node.name, node.args, data, budget);
    case 'reference':
      throw new Unknowable('an expression with `&` outside of a function is not evaluated here');
  }
}

function call(name: string, args: readonly Node[], data: Data | Variables, budget: Budget): Data {
  const implementation = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!implementation) throw new Unknowable(`the function \`${name}\` is not evaluated here`);
  const values = args.map(
    (arg): Argument =>
      arg.op === 'reference'
        ? new Reference((item) => evaluate(arg.operand, item, budget))
        : passed(evaluate(arg, data, budget), budget),
  );
  const result = implementation(values);
  if (result === undefined) throw new Unknowable(`\`${name}\` can't be applied to what it is given`);
  return made(result, budget);
}

/** What is compared or handed to a function may be gone through as a whole. */
function passed(data: Data, budget: Budget): Data {
  spend(extentOf(data).size, budget);
  return data;
}

/** What an operation makes: a text, or a list or map of what was there already. */
function made(data: Data, budget: Budget): Data {
  if (isList(data) || typeof data === 'string') spend(within(data.length), budget);
  return data;
}

function spend(work: number, budget: Budget): void {
  budget.work -= work;
  if (budget.work < 0) throw new Unknowable(SO_LONG);
}

/** Nobody needs all variables at once. */
function whole(data: Data | Variables): Data {
  if (data instanceof Variables) throw new Unknowable('an expression on all variables at once is not evaluated here');
  return data;
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
