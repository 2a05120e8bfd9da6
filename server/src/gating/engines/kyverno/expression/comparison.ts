import { isArray, isObject, type Json } from '../../../../manifest/json';
import { compileWildcard } from '../../../../text/wildcard';
import { parseDuration } from './duration';
import { parseQuantity } from './quantity';

/** Whether a value of an object matches a leaf of a pattern. */
export type Comparison = (value: Json | undefined) => boolean;

type Operator = '' | '!' | '>' | '<' | '>=' | '<=';

const RANGE = /^([+-]?\d+(?:\.\d+)?[A-Za-z]*)-([+-]?\d+(?:\.\d+)?[A-Za-z]*)$/;
const NOT_IN_RANGE = /^([+-]?\d+(?:\.\d+)?[A-Za-z]*)!-([+-]?\d+(?:\.\d+)?[A-Za-z]*)$/;

/**
 * Compiles a leaf of a pattern: a literal, or a text with wildcards, `|`, `&`, the operators `!`, `>`, `<`, `>=`, `<=`
 * and ranges ("Validate Rules", Operators). Leaves are compiled once, so that a comparison with a pod parses nothing.
 */
export function compileComparison(pattern: Json): Comparison {
  if (typeof pattern === 'string') return compileText(pattern);
  if (typeof pattern === 'boolean') return (value) => value === pattern;
  if (typeof pattern === 'number') return (value) => toNumber(value) === pattern;
  if (pattern === null) return isNothing;
  return (value) => isObject(value);
}

/** `null` in a pattern matches a missing value, and the zero value of each type. */
function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === 0 || value === '' || value === false;
}

function toNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
}

function compileText(pattern: string): Comparison {
  const alternatives = pattern.split('|').map((alternative) => alternative.split('&').map((part) => compilePart(part)));
  const [first, ...others] = alternatives;
  const [only, ...further] = first ?? [];
  if (only && others.length + further.length === 0) return (value) => value === pattern || only(value);
  return (value) => value === pattern || alternatives.some((parts) => parts.every((part) => part(value)));
}

function compilePart(text: string): Comparison {
  const part = text.trim();
  const range = RANGE.exec(part);
  if (range) {
    const [from, to] = [compare('>=', range[1] ?? ''), compare('<=', range[2] ?? '')];
    return (value) => from(value) && to(value);
  }
  const outside = NOT_IN_RANGE.exec(part);
  if (outside) {
    const [below, above] = [compare('<', outside[1] ?? ''), compare('>', outside[2] ?? '')];
    return (value) => below(value) || above(value);
  }
  // A single character is never an operator.
  const operator = part.length < 2 ? '' : ((/^(?:>=|<=|[><!])/.exec(part)?.[0] ?? '') as Operator);
  return compare(operator, part.slice(operator.length).trim());
}

/** One interpretation of the value must match: as a duration, a quantity or a text. */
function compare(operator: Operator, operand: string): Comparison {
  const duration = parseDuration(operand);
  const quantity = parseQuantity(operand);
  const matches = compileWildcard(operand);
  return (value) => {
    if (isArray(value) || isObject(value)) return false;
    const text = value === null || value === undefined ? undefined : String(value);
    if (duration !== undefined && isMet(operator, parseDuration(text ?? '0s'), duration)) return true;
    if (quantity !== undefined && isMet(operator, parseQuantity(text ?? '0'), quantity)) return true;
    if (text === undefined) return false;
    return operator === '' ? matches(text) : operator === '!' && !matches(text);
  };
}

function isMet(operator: Operator, value: number | undefined, operand: number): boolean {
  if (value === undefined) return false;
  switch (operator) {
    case '':
      return value === operand;
    case '!':
      return value !== operand;
    case '>':
      return value > operand;
    case '<':
      return value < operand;
    case '>=':
      return value >= operand;
    case '<=':
      return value <= operand;
  }
}
