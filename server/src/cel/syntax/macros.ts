import type { CelNode } from './node';

/** A call of a macro: `list.all(x, …)`. */
export type MacroNode = CelNode & { readonly op: 'rcall' };

interface Kind {
  /** How many names the macro has, and how many arguments it can have. */
  readonly names: number;
  readonly args: readonly number[];
}

/** The macros of CEL and of the extensions that Kubernetes has: some names have two forms, with one and with two names. */
const KINDS: ReadonlyMap<string, readonly Kind[]> = new Map(
  Object.entries({
    all: [one(2), two(3)],
    exists: [one(2), two(3)],
    exists_one: [one(2)],
    existsOne: [two(3)],
    map: [one(2, 3)],
    filter: [one(2)],
    transformList: [two(3, 4)],
    transformMap: [two(3, 4)],
    transformMapEntry: [two(3, 4)],
    sortBy: [one(2)],
    optMap: [one(2)],
    optFlatMap: [one(2)],
  }),
);

function one(...args: number[]): Kind {
  return { names: 1, args };
}

function two(...args: number[]): Kind {
  return { names: 2, args };
}

/** Whether a call is a macro: it has names that its last arguments use. */
export function isMacro(node: MacroNode): boolean {
  return kindOf(node) !== undefined;
}

/** Whether a call is `cel.bind(name, value, expression)`. */
export function isCelBinding({ args: [name, receiver, args] }: MacroNode): boolean {
  return name === 'bind' && receiver.op === 'id' && receiver.args === 'cel' && args.length === 3;
}

/** How many names a call of a macro should have. */
export function numberOfNames(node: MacroNode): number {
  return kindOf(node)?.names ?? 1;
}

/** The names of a call of a macro. */
export function namesOfMacro(node: MacroNode): readonly string[] {
  return node.args[2].slice(0, numberOfNames(node)).flatMap((name) => (name.op === 'id' ? [name.args] : []));
}

function kindOf({ args: [name, , args] }: MacroNode): Kind | undefined {
  return KINDS.get(name)?.find((kind) => kind.args.includes(args.length));
}

/** Macros whose result is one boolean for all items. */
export const QUANTIFIERS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'existsOne']);
/** Calls whose first arguments are names that their last arguments use ("Macros", CEL language definition). */
export const MACROS: ReadonlySet<string> = new Set([...KINDS.keys(), 'bind']);
