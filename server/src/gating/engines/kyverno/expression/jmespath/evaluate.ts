import type { Cause } from '../../../../../cause/cause';
import { sharedBy } from '../../../../../cause/shared';
import { Unknowable, Unknown } from '../../../../../cause/unknown';
import type { Json } from '../../../../../manifest/json';
import { own } from '../../../../../text/own';
import { type Data, isEqual, isList, isRecord } from '../data';
import { extentOf, known, within } from '../extent';
import { Variables } from '../variables';
import { type Comparator, CURRENT, type Node } from './ast';
import { functions } from './functions';
import { type Argument, ExpressionReference } from './types';

/** A limit on the cost of an expression: nested projections multiply, and the lists and texts that they make add up. */
export interface JmesPathBudget {
  steps: number;
  /** The work that is left, in characters and values that are made and traversed. */
  work: number;
}

const SO_LONG: Cause = { kind: 'too-costly', what: 'jmespath' };
const OUTSIDE: Cause = { kind: 'not-supported', what: 'expression-reference', name: '&' };
const ALL_VARIABLES: Cause = { kind: 'not-supported', what: 'all-variables', name: '@' };
const NO_STEP: Cause = { kind: 'no-step' };
const notSupported = sharedBy((name: string): Cause => ({ kind: 'not-supported', what: 'function', name }));
const wrongArguments = sharedBy((name: string): Cause => ({ kind: 'wrong-arguments', function: name }));

/**
 * Evaluates an expression (JMESPath Specification); a missing value is `null`.
 * @throws Unknowable if the expression reads an unknown value, calls an unsupported function or takes too long
 */
export function evaluate(node: Node, data: Data | Variables, budget: JmesPathBudget): Data {
  if (--budget.steps < 0) throw new Unknowable(SO_LONG);
  switch (node.op) {
    case 'current':
      return readable(whole(data));
    case 'literal':
      return node.value;
    case 'field':
      if (data instanceof Variables) return readable(data.get(node.name) ?? null);
      return isRecord(data) && Object.hasOwn(data, node.name) ? readable(own(data, node.name) ?? null) : null;
    case 'index':
      return data instanceof Variables || !isList(data) ? null : readable(data.at(node.index) ?? null);
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
      throw new Unknowable(OUTSIDE);
  }
}

function call(name: string, args: readonly Node[], data: Data | Variables, budget: JmesPathBudget): Data {
  const implementation = own(functions, name);
  if (!implementation) throw new Unknowable(notSupported(name));
  const values = args.map(
    (arg): Argument =>
      arg.op === 'reference'
        ? new ExpressionReference((item) => evaluate(arg.operand, item, budget))
        : passed(evaluate(arg, data, budget), budget),
  );
  const result = implementation(values);
  if (result === undefined) throw new Unknowable(wrongArguments(name));
  return made(result, budget);
}

/** Counts a value that an operator or a function may traverse as a whole. */
function passed(data: Data, budget: JmesPathBudget): Data {
  spend(extentOf(data).size, budget);
  return data;
}

/** Counts the result of an operation: a text, or a list or map of existing values. */
function made(data: Data, budget: JmesPathBudget): Data {
  if (isList(data) || typeof data === 'string') spend(within(data.length), budget);
  return data;
}

function spend(work: number, budget: JmesPathBudget): void {
  budget.work -= work;
  if (budget.work < 0) throw new Unknowable(SO_LONG);
}

/** An expression cannot take all variables as one value. */
function whole(data: Data | Variables): Data {
  if (data instanceof Variables) throw new Unknowable(ALL_VARIABLES);
  return data;
}

function readable(data: Data): Data {
  return data instanceof Unknown ? data.read() : data;
}

/** All values are true except `null`, `false` and empty values. */
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
  if (step === 0) throw new Unknowable(NO_STEP);
  const last = list.length;
  const bounded = (index: number | undefined, otherwise: number): number => {
    if (index === undefined) return otherwise;
    const from = index < 0 ? index + last : index;
    return step > 0 ? Math.min(Math.max(from, 0), last) : Math.min(Math.max(from, -1), last - 1);
  };
  const end = bounded(stop, step > 0 ? last : -1);
  const taken: Data[] = [];
  for (let index = bounded(start, step > 0 ? 0 : last - 1); step > 0 ? index < end : index > end; index += step) {
    taken.push(list[index] ?? null);
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
