import { type CelType, readType } from '../types/type';

/** One of the forms of a function. */
export interface Overload {
  /** The function's name, which can have dots. */
  readonly name: string;
  /** What tells it from other forms. */
  readonly id: string;
  /** Whether its first parameter is written before its name. */
  readonly isMember: boolean;
  readonly params: readonly CelType[];
  /** The names of its type parameters. */
  readonly typeParams: readonly string[];
  readonly result: CelType;
  /** @throws Failure, as in a cluster */
  readonly run: (...values: never[]) => unknown;
}

/** Functions by their signatures: `indexOf(string, string): int`. */
type Signatures = Readonly<Record<string, (...values: never[]) => unknown>>;

/** A form of a function before its signature is read. */
export interface DeclaredFunction {
  readonly signature: string;
  readonly isMember: boolean;
  readonly run: Overload['run'];
}

/** Functions that are called as `name(value)`. */
export function globals(signatures: Signatures): DeclaredFunction[] {
  return Object.entries(signatures).map(([signature, run]) => ({ signature, isMember: false, run }));
}

/** Functions that are called as `value.name()`; their first parameter is the value. */
export function members(signatures: Signatures): DeclaredFunction[] {
  return Object.entries(signatures).map(([signature, run]) => ({ signature, isMember: true, run }));
}

/** Reads the signature of a form of a function. */
export function overloadOf({ signature, isMember, run }: DeclaredFunction): Overload {
  const open = signature.indexOf('(');
  const params: CelType[] = [];
  let at = open + 1;
  while (signature[at] !== ')') {
    const [param, end] = readType(signature, at);
    params.push(param);
    // A comma is followed by a blank.
    at = signature[end] === ',' ? end + 2 : end;
  }
  const [result] = readType(signature, at + 3);
  const typeParams = [...new Set([...params, result].flatMap(parametersIn))];
  return { name: signature.slice(0, open), id: signature, isMember, params, typeParams, result, run };
}

function parametersIn({ kind, name, params }: CelType): readonly string[] {
  return kind === 'param' ? [name] : params.flatMap(parametersIn);
}
