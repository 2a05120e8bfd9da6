import { type ASTNode, type Environment, Optional } from '@marcbachmann/cel-js';

/** The parts that macros use: the library's checker and evaluator, and the values of names. */
interface Checker {
  check(node: ASTNode, names: Names): unknown;
  getType(name: string): unknown;
}
interface Evaluator {
  run(node: ASTNode, names: Names): unknown;
}
interface Names {
  forkWithVariable(name: string, type: unknown): OneName;
}
interface OneName extends Names {
  reuse(around: Names): OneName;
  setIterValue(value: unknown, evaluator: Evaluator): OneName;
}

interface MacroCall {
  readonly args: readonly ASTNode[];
  readonly receiver: ASTNode;
}
interface Macro {
  typeCheck(checker: Checker, macro: unknown, names: Names): unknown;
  evaluate(evaluator: Evaluator, macro: unknown, names: Names): unknown;
}

/** A value for each pair of a two-variable macro. */
type Each = (body: ASTNode, key: unknown, value: unknown) => unknown;

/**
 * The macros of CEL's extensions that Kubernetes has and the library does not have: comprehensions over the indices of a list
 * or the keys of a map, together with the values (cel-go, "TwoVarComprehensions"), and those of optional values ("Optional
 * Types").
 */
export function registerMacros(environment: Environment): void {
  const pairs = (
    signature: string,
    type: string,
    make: (bodies: readonly ASTNode[], over: Pairs, each: Each) => unknown,
  ): void => {
    environment.registerFunction(signature, (call: MacroCall) => overPairs(call, type, make));
  };
  pairs('list.all(ast, ast, ast): bool', 'bool', ([body], over, each) => !settles(body, over, each, false));
  pairs('list.exists(ast, ast, ast): bool', 'bool', ([body], over, each) => settles(body, over, each, true));
  for (const name of ['existsOne', 'exists_one']) {
    pairs(`list.${name}(ast, ast, ast): bool`, 'bool', ([body], over, each) => {
      return over.filter(([key, value]) => body && each(body, key, value) === true).length === 1;
    });
  }
  pairs('list.transformList(ast, ast, ast): list<dyn>', 'list<dyn>', transformList);
  pairs('list.transformList(ast, ast, ast, ast): list<dyn>', 'list<dyn>', transformList);
  pairs('list.transformMap(ast, ast, ast): map<dyn, dyn>', 'map<dyn, dyn>', transformMap);
  pairs('list.transformMap(ast, ast, ast, ast): map<dyn, dyn>', 'map<dyn, dyn>', transformMap);
  environment.registerFunction('optional.optMap(ast, ast): optional<dyn>', (call: MacroCall) =>
    onOptional(call, (value) => Optional.of(value)),
  );
  environment.registerFunction('optional.optFlatMap(ast, ast): optional<dyn>', (call: MacroCall) =>
    onOptional(call, (value) => value),
  );
}

type Pairs = readonly (readonly [key: unknown, value: unknown])[];

function overPairs(
  { args, receiver }: MacroCall,
  type: string,
  make: (bodies: readonly ASTNode[], over: Pairs, each: Each) => unknown,
): Macro {
  const [key, value] = [nameOf(args[0]), nameOf(args[1])];
  const bodies = args.slice(2);
  let outer: OneName | undefined;
  let inner: OneName | undefined;
  return {
    typeCheck(checker, _, names) {
      checker.check(receiver, names);
      outer = names.forkWithVariable(key, checker.getType('dyn'));
      inner = outer.forkWithVariable(value, checker.getType('dyn'));
      for (const body of bodies) checker.check(body, inner);
      return checker.getType(type);
    },
    evaluate(evaluator, _, names) {
      const over = pairsOf(evaluator.run(receiver, names));
      return make(bodies, over, (body, ownKey, ownValue) => {
        const around = outer?.reuse(names).setIterValue(ownKey, evaluator);
        const inside = around && inner?.reuse(around).setIterValue(ownValue, evaluator);
        return inside && evaluator.run(body, inside);
      });
    },
  };
}

/** Whether a pair decides the result. An error counts only if no pair decides it. */
function settles(body: ASTNode | undefined, over: Pairs, each: Each, settling: boolean): boolean {
  let failure: unknown;
  for (const [key, value] of over) {
    try {
      if (body && each(body, key, value) === settling) return true;
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return false;
}

function transformList(bodies: readonly ASTNode[], over: Pairs, each: Each): unknown[] {
  return transformed(bodies, over, each).map(([, value]) => value);
}

function transformMap(bodies: readonly ASTNode[], over: Pairs, each: Each): Map<unknown, unknown> {
  return new Map(transformed(bodies, over, each));
}

function transformed(bodies: readonly ASTNode[], over: Pairs, each: Each): [unknown, unknown][] {
  const [transform, filter] = [bodies.at(-1), bodies.at(-2)];
  return over.flatMap(([key, value]): [unknown, unknown][] =>
    filter && each(filter, key, value) !== true ? [] : [[key, transform && each(transform, key, value)]],
  );
}

function pairsOf(value: unknown): Pairs {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [BigInt(index), item] as const);
  if (value instanceof Map) return [...value.entries()];
  return Object.entries(Object(value));
}

function onOptional({ args, receiver }: MacroCall, wrap: (value: unknown) => unknown): Macro {
  const [name, body] = [nameOf(args[0]), args[1]];
  let inside: OneName | undefined;
  return {
    typeCheck(checker, _, names) {
      checker.check(receiver, names);
      inside = names.forkWithVariable(name, checker.getType('dyn'));
      if (body) checker.check(body, inside);
      return checker.getType('optional<dyn>');
    },
    evaluate(evaluator, _, names) {
      const value = evaluator.run(receiver, names);
      if (!(value instanceof Optional)) throw new TypeError('it is called on what is not optional');
      if (!value.hasValue()) return value;
      const bound = inside?.reuse(names).setIterValue(value.value(), evaluator);
      return wrap(body && bound && evaluator.run(body, bound));
    },
  };
}

/** @throws TypeError if an argument is not a name */
function nameOf(node: ASTNode | undefined): string {
  if (node?.op === 'id') return node.args;
  throw new TypeError('a macro has no name where it needs one');
}
