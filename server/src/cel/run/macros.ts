import { noOverload } from '../library/arithmetic';
import { SORT_BY, sortBy } from '../library/lists';
import { isMapValue, mapEntries, mapKeys } from '../library/maps';
import type { Overload } from '../library/overload';
import { type MacroNode, namesOfMacro } from '../syntax/macros';
import type { CelNode } from '../syntax/node';
import { Failure, Optional } from '../values';
import { costOfCall, NEW_LIST } from './call-cost';
import { isConstant } from './constants';
import { isTrue, worseProblem } from './logic';
import type { Meter } from './meter';
import type { NamedValues } from './names';

/** What macros need of the evaluator. */
interface Evaluating {
  readonly meter: Meter;
  run(node: CelNode, scope: NamedValues): unknown;
  /** The only form that a call can have, if there is one. */
  formOf(node: CelNode): Overload | undefined;
}

/** The names of a macro, with the values of the item that it looks at. */
class Inner implements NamedValues {
  values: readonly unknown[] = [];
  readonly #names: readonly string[];
  readonly #around: NamedValues;

  constructor(names: readonly string[], around: NamedValues) {
    this.#names = names;
    this.#around = around;
  }

  get(name: string): unknown {
    const index = this.#names.indexOf(name);
    return index === -1 ? this.#around.get(name) : this.values[index];
  }
}

/** What a macro costs besides its parts: the API server reads what there is so far, and adds to it. */
const READ = 1;
const CALL = 1;

/** The value of a macro. */
export function runMacro(evaluator: Evaluating, node: MacroNode, scope: NamedValues): unknown {
  const [name, receiver, args] = node.args;
  const names = namesOfMacro(node);
  const inner = new Inner(names, scope);
  const bodies = args.slice(names.length);
  const of = evaluator.run(receiver, scope);
  if (name === 'optMap' || name === 'optFlatMap') return onOptional(evaluator, node, of, inner, scope);
  const items = itemsOf(of, names.length);
  const body = bodies.at(-1);
  if (!body) throw noOverload();
  const run = (values: readonly unknown[], of = body): unknown => {
    inner.values = values;
    return evaluator.run(of, inner);
  };
  switch (name) {
    case 'all':
    case 'exists':
      return settles(evaluator, items, (values) => isTrue(run(values)), name === 'exists');
    case 'exists_one':
    case 'existsOne':
      return countIsOne(evaluator, items, (values) => isTrue(run(values)));
    case 'filter':
      return filtered(evaluator, items, (values) => isTrue(run(values)));
    default:
      return transformed(evaluator, node, items, bodies, run);
  }
}

type Items = readonly (readonly unknown[])[];

/** The values of the names of a macro, for each item of a list or a map. */
function itemsOf(of: unknown, names: number): Items {
  if (Array.isArray(of)) {
    return of.map((item: unknown, index) => (names === 1 ? [item] : [BigInt(index), item]));
  }
  if (!isMapValue(of)) throw noOverload();
  return names === 1 ? mapKeys(of).map((key) => [key]) : mapEntries(of);
}

/** Whether an item decides the result. An error counts only if none does. */
function settles(
  evaluator: Evaluating,
  items: Items,
  holds: (values: readonly unknown[]) => boolean,
  on: boolean,
): boolean {
  // `exists` negates what there is so far, to see whether to go on.
  const perItem = READ + CALL + (on ? CALL : 0);
  let problem: unknown;
  for (const [index, values] of items.entries()) {
    evaluator.meter.add(perItem + READ);
    try {
      if (holds(values) !== on) continue;
      evaluator.meter.add(READ + (index < items.length - 1 ? perItem : 0));
      return on;
    } catch (error) {
      problem = worseProblem(problem, error);
    }
  }
  evaluator.meter.add(READ);
  if (problem !== undefined) throw problem;
  return !on;
}

/** Looks at all items, as the API server does where one of them fails: its result is the first failure then. */
function onAll(items: Items, look: (values: readonly unknown[]) => void): void {
  let problem: unknown;
  for (const values of items) {
    try {
      look(values);
    } catch (error) {
      problem = worseProblem(problem, error);
    }
  }
  if (problem !== undefined) throw problem;
}

function countIsOne(evaluator: Evaluating, items: Items, holds: (values: readonly unknown[]) => boolean): boolean {
  let count = 0;
  try {
    onAll(items, (values) => {
      if (!holds(values)) return;
      evaluator.meter.add(READ + CALL);
      count++;
    });
  } finally {
    evaluator.meter.add(READ + CALL);
  }
  return count === 1;
}

function filtered(evaluator: Evaluating, items: Items, holds: (values: readonly unknown[]) => boolean): unknown[] {
  const kept: unknown[] = [];
  try {
    onAll(items, (values) => {
      if (!holds(values)) return;
      evaluator.meter.add(READ + READ + NEW_LIST + CALL);
      kept.push(values[0]);
    });
  } finally {
    evaluator.meter.add(READ);
  }
  return kept;
}

function transformed(
  evaluator: Evaluating,
  node: MacroNode,
  items: Items,
  bodies: readonly CelNode[],
  run: (values: readonly unknown[], body?: CelNode) => unknown,
): unknown {
  const [name] = node.args;
  const [condition] = bodies.length > 1 ? bodies : [];
  const isList = name === 'map' || name === 'sortBy' || name === 'transformList';
  const last = bodies.at(-1);
  const adding = isList && last && !isConstant(last) ? NEW_LIST : 0;
  const each = READ + CALL + adding + (name === 'transformMap' ? READ : 0);
  const made: (readonly [unknown, unknown])[] = [];
  try {
    onAll(items, (values) => {
      if (condition && !isTrue(run(values, condition))) return;
      try {
        made.push([values[0], run(values)]);
      } finally {
        evaluator.meter.add(each);
      }
    });
  } finally {
    evaluator.meter.add(READ);
  }
  const results = made.map(([, value]) => value);
  if (name === 'sortBy') return sorted(evaluator, node, made);
  if (isList) return results;
  return name === 'transformMap'
    ? mapOf(made)
    : mapOf(results.flatMap((value) => (isMapValue(value) ? [...mapEntries(value)] : [])));
}

function sorted(evaluator: Evaluating, node: MacroNode, items: readonly (readonly [unknown, unknown])[]): unknown {
  const [list, keys] = [items.map(([item]) => item), items.map(([, key]) => key)];
  const made = sortBy(list, keys);
  evaluator.meter.add(READ + READ + costOfCall(SORT_BY, evaluator.formOf(node), [list, keys], made));
  return made;
}

function mapOf(entries: readonly (readonly [unknown, unknown])[]): Map<unknown, unknown> {
  const made = new Map<unknown, unknown>();
  for (const [key, value] of entries) {
    if (made.has(key)) throw new Failure(`insert failed: key ${String(key)} already exists`);
    made.set(key, value);
  }
  return made;
}

/** A name whose value costs something when it is read first. */
class ReadLater implements NamedValues {
  #isRead = false;
  readonly #inner: NamedValues;
  readonly #name: string | undefined;
  readonly #read: () => void;

  constructor(inner: NamedValues, name: string | undefined, read: () => void) {
    this.#inner = inner;
    this.#name = name;
    this.#read = read;
  }

  get(name: string): unknown {
    if (name === this.#name && !this.#isRead) {
      this.#isRead = true;
      this.#read();
    }
    return this.#inner.get(name);
  }
}

function onOptional(evaluator: Evaluating, node: MacroNode, of: unknown, inner: Inner, scope: NamedValues): unknown {
  const [name, receiver, args] = node.args;
  const body = args[1];
  if (!(of instanceof Optional) || !body) throw noOverload();
  evaluator.meter.add(CALL);
  if (!of.hasValue) {
    evaluator.meter.add(CALL);
    return of;
  }
  inner.values = [of.value];
  const names = new ReadLater(inner, namesOfMacro(node)[0], () => {
    // The API server evaluates it again to read its value.
    evaluator.run(receiver, scope);
    evaluator.meter.add(CALL);
  });
  const value = evaluator.run(body, names);
  if (name === 'optFlatMap') return value;
  evaluator.meter.add(CALL);
  return Optional.of(value);
}
