import { SORT_BY } from '../library/lists';
import { type MacroNode, namesOfMacro, numberOfNames } from '../syntax/macros';
import type { CelNode } from '../syntax/node';
import { TypeProblem } from './problems';
import { BOOL, type CelType, DYN, INT, listOf, mapOf, nameOfType, optionalOf } from './type';
import { isAnything, type Substitutions } from './unify';

/** What the check of macros needs of the check of types. */
interface Checking {
  readonly types: Substitutions;
  check(node: CelNode, names: NamedTypes): CelType;
  expect(wanted: CelType, type: CelType): void;
  call(node: CelNode, name: string, isMember: boolean, args: readonly CelType[]): CelType;
  noOverload(name: string, isMember: boolean, args: readonly CelType[]): TypeProblem;
}

/** The types of the names of macros. */
export type NamedTypes = ReadonlyMap<string, CelType>;

/** @throws TypeProblem */
export function checkMacro(checker: Checking, node: MacroNode, names: NamedTypes): CelType {
  const [name, receiver, args] = node.args;
  const own = namesOfMacro(node);
  const count = numberOfNames(node);
  if (own.length < count || own.some((one) => one.startsWith('.'))) {
    throw new TypeProblem('argument must be a simple name');
  }
  if (count === 2 && own[0] === own[1]) throw new TypeProblem(`duplicate variable name: ${own[0]}`);
  const over = checker.types.resolve(checker.check(receiver, names));
  if (name === 'optMap' || name === 'optFlatMap') return checkOptional(checker, node, over, names);
  const types = rangeOf(checker, over, count);
  const inside = new Map([...names, ...own.map((one, index) => [one, types[index] ?? DYN] as const)]);
  const bodies = args.slice(count).map((body) => checker.check(body, inside));
  if (name === 'sortBy') return sorted(checker, node, over, bodies[0] ?? DYN);
  return resultOf(checker, node, types, bodies);
}

/** The types of the names of a macro over a list or a map. */
function rangeOf(checker: Checking, over: CelType, count: number): readonly CelType[] {
  if (over.kind === 'list') return count === 2 ? [INT, over.params[0] ?? DYN] : [over.params[0] ?? DYN];
  if (over.kind === 'map') return count === 2 ? over.params : [over.params[0] ?? DYN];
  if (!isAnything(over) && over.kind !== 'param') {
    throw new TypeProblem(
      `expression of type '${nameOfType(over)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
    );
  }
  checker.types.areAssignable([DYN], [over]);
  return [DYN, DYN];
}

function resultOf(
  checker: Checking,
  node: MacroNode,
  [key = DYN, value = DYN]: readonly CelType[],
  bodies: readonly CelType[],
): CelType {
  const last = bodies.at(-1) ?? DYN;
  const condition = bodies.length > 1 ? bodies[0] : undefined;
  switch (node.args[0]) {
    case 'all':
    case 'exists':
      checker.expect(BOOL, last);
      return BOOL;
    case 'exists_one':
    case 'existsOne':
      isCondition(checker, last, INT);
      return BOOL;
    case 'filter':
      isCondition(checker, last, listOf(key));
      return listOf(checker.types.resolve(key));
    case 'map':
    case 'transformList':
      if (condition) isCondition(checker, condition, listOf(last));
      return listOf(checker.types.resolve(last));
    case 'transformMap':
      if (condition) isCondition(checker, condition, mapOf(key, last));
      return mapOf(checker.types.resolve(key), checker.types.resolve(last));
    default: {
      const made = mapOf(checker.types.fresh(), checker.types.fresh());
      checker.expect(made, last);
      if (condition) isCondition(checker, condition, made);
      return checker.types.resolve(value.kind === 'error' ? value : made);
    }
  }
}

/** A condition of a macro is that of a choice between what there is so far and what is added. */
function isCondition(checker: Checking, condition: CelType, result: CelType): void {
  if (checker.types.areAssignable([condition], [BOOL])) return;
  throw checker.noOverload('_?_:_', false, [condition, result, result]);
}

function sorted(checker: Checking, node: MacroNode, over: CelType, key: CelType): CelType {
  const type = checker.types.resolve(key);
  if (isAnything(type)) return DYN;
  return checker.call(node, SORT_BY, true, [over, listOf(type)]);
}

function checkOptional(checker: Checking, node: MacroNode, over: CelType, names: NamedTypes): CelType {
  const [macro, , args] = node.args;
  const value = checker.types.fresh();
  if (!checker.types.areAssignable([over], [optionalOf(value)])) throw checker.noOverload('hasValue', true, [over]);
  const inside = new Map([
    ...names,
    ...namesOfMacro(node).map((name) => [name, checker.types.resolve(value)] as const),
  ]);
  const body = args[1] ? checker.check(args[1], inside) : DYN;
  if (macro === 'optMap') return optionalOf(checker.types.resolve(body));
  const made = optionalOf(checker.types.fresh());
  if (!checker.types.areAssignable([body], [made])) throw checker.noOverload('_?_:_', false, [BOOL, body, made]);
  return checker.types.resolve(made);
}
