import type { CelNode } from '../syntax/node';
import { TypeProblem } from './problems';
import { type CelType, DYN, nameOfType } from './type';

const CLAUSE = /%(?:%|(?:\.\d+)?([\s\S]?))/g;
const SHOWN = [
  'list',
  'map',
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'timestamp',
  'bytes',
  'duration',
  'type',
  'null_type',
];
/** The kinds of values that the letters of a format take. Texts stand for numbers that have no digits: `NaN`. */
const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['s', SHOWN],
  ['d', ['int', 'uint']],
  ['f', ['double', 'string']],
  ['e', ['double', 'string']],
  ['b', ['int', 'uint', 'bool']],
  ['o', ['int', 'uint']],
  ['x', ['int', 'uint', 'string', 'bytes']],
  ['X', ['int', 'uint', 'string', 'bytes']],
]);

export type ListNode = CelNode & { readonly op: 'list' };
type TypesOf = (node: CelNode) => readonly CelType[];

/**
 * Checks `'…'.format([…])`, of which the API server knows the text and the number of values before it evaluates.
 * @param typesOf the types of the items of a literal list, or of the keys and values of a literal map in turn
 * @throws TypeProblem
 */
export function checkFormat(text: string, values: ListNode, typesOf: TypesOf): void {
  const types = typesOf(values);
  const { length } = values.args;
  let count = 0;
  for (const [clause, letter = ''] of text.matchAll(CLAUSE)) {
    if (clause === '%%') continue;
    const value = values.args[count];
    if (!value) throw new TypeProblem(`index ${count} out of range`);
    checkClause(letter, value, types[count], typesOf);
    count++;
  }
  if (length > count) {
    throw new TypeProblem(`too many arguments supplied to string.format (expected ${count}, got ${length})`);
  }
}

function checkClause(letter: string, value: CelNode, type: CelType | undefined, typesOf: TypesOf): void {
  const kinds = KINDS.get(letter);
  if (!kinds) throw new TypeProblem(`could not parse formatting clause: unrecognized formatting clause "${letter}"`);
  const isOptional = value.op === '?';
  if (isOptional || (type && type.kind !== 'dyn' && !kinds.includes(type.kind))) {
    const given = isOptional ? 'optional_type' : nameOfType(type ?? DYN);
    throw new TypeProblem(`error during formatting: ${letter} clause was given ${given}`);
  }
  if (value.op !== 'list' && value.op !== 'map') return;
  const parts = value.op === 'list' ? value.args : value.args.flat();
  const types = typesOf(value);
  for (const [index, part] of parts.entries()) checkClause('s', part, types[index], typesOf);
}
