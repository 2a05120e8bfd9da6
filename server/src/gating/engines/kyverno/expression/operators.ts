import type { Cause } from '../../../../cause/cause';
import { Unknowable } from '../../../../cause/unknown';
import { isArray, isObject, type Json } from '../../../../manifest/json';
import { own } from '../../../../text/own';
import { compileWildcards, hasWildcard, matchesWildcard } from '../../../../text/wildcard';
import { compileComparison } from './comparison';
import { isEqual } from './data';
import { parseDuration } from './duration';
import { parseQuantity } from './quantity';

const TYPES_DIFFER: Cause = { kind: 'types-differ', operator: 'NotEquals' };
const LISTS_TOO_LONG: Cause = { kind: 'too-costly', what: 'lists' };
const WITH_SUFFIX: Cause = { kind: 'versions-with-suffix' };

/** Each item of a list is compared with each item of another list. Lists of images have some hundreds of items. */
const MOST_COMPARISONS = 1_000_000;

/** Compiles the value of a condition once, to compare keys with it. */
type Operator = (value: Json) => (key: Json) => boolean;
type Judge = (isIn: readonly boolean[]) => boolean;

const some: Judge = (isIn) => isIn.includes(true);
const every: Judge = (isIn) => !isIn.includes(false);
const notAll: Judge = (isIn) => isIn.includes(false);
const none: Judge = (isIn) => !isIn.includes(true);

/** The operators of conditions ("Preconditions", Operators), by lowercase name. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  equals: (value) => (key) => equals(key, value),
  equal: (value) => (key) => equals(key, value),
  notequals: (value) => (key) => notEquals(key, value),
  notequal: (value) => (key) => notEquals(key, value),
  anyin: (value) => among(value, some),
  allin: (value) => among(value, every),
  anynotin: (value) => among(value, notAll),
  allnotin: (value) => among(value, none),
  // The operator is older than the any and all variants. All items of the key must be in the list.
  in: (value) => among(value, every),
  notin: (value) => among(value, notAll),
  greaterthan: (value) => (key) => ordered(key, value, (order) => order > 0),
  greaterthanorequals: (value) => (key) => ordered(key, value, (order) => order >= 0),
  lessthan: (value) => (key) => ordered(key, value, (order) => order < 0),
  lessthanorequals: (value) => (key) => ordered(key, value, (order) => order <= 0),
};

/** The operator of a name. The result of an unsupported operator is unknown when it is applied. */
export function operatorOf(name: string): Operator {
  const found = own(OPERATORS, name.toLowerCase().replace(/^duration/, ''));
  if (found) return found;
  const cause: Cause = { kind: 'not-supported', what: 'operator', name };
  return () => () => {
    throw new Unknowable(cause);
  };
}

function equals(key: Json, value: Json): boolean {
  if (typeof key === 'string') return textEquals(key, value);
  if (typeof key === 'number') return key === (typeof value === 'string' ? Number(value) : value);
  return key !== null && isEqual(key, value);
}

function textEquals(key: string, value: Json): boolean {
  const durations = durationsOf(key, value);
  if (durations) return durations[0] === durations[1];
  if (typeof value !== 'string') return false;
  const quantity = parseQuantity(key);
  return quantity === undefined ? matchesWildcard(value, key) : quantity === parseQuantity(value);
}

function notEquals(key: Json, value: Json): boolean {
  const isComparable = typeof key === typeof value && isArray(key) === isArray(value);
  if (!isComparable && !(typeof key === 'number' && typeof value === 'string') && !durationsOf(key, value)) {
    // Editions of Kyverno differ here.
    throw new Unknowable(TYPES_DIFFER);
  }
  return !equals(key, value);
}

/**
 * Both values as durations in seconds, if one is written as a duration and the other is a duration or a number of
 * seconds.
 */
function durationsOf(key: Json, value: Json): readonly [number, number] | undefined {
  const [a, b] = [toSeconds(key), toSeconds(value)];
  return a === undefined || b === undefined || (typeof key === 'number' && typeof value === 'number')
    ? undefined
    : [a, b];
}

function toSeconds(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseDuration(value) : undefined;
}

/** Passes to `judge` which texts of the key are in the value. Without a list to compare, no operator matches. */
function among(value: Json, judge: Judge): (key: Json) => boolean {
  const [isInList, isInOne] = [memberOf(value, true), memberOf(value, false)];
  const count = isArray(value) ? value.length : 1;
  return (key) => {
    if (isArray(key) && key.length * count > MOST_COMPARISONS) {
      throw new Unknowable(LISTS_TOO_LONG);
    }
    if (isArray(key)) return isInList !== undefined && judge(key.map((item) => isInList(toText(item))));
    return key !== null && !isObject(key) && isInOne !== undefined && judge([isInOne(String(key))]);
  };
}

function memberOf(value: Json, mayBeNumber: boolean): ((text: string) => boolean) | undefined {
  if (typeof value === 'string' && RANGE.test(value)) return compileComparison(value);
  const values = textsIn(value, mayBeNumber);
  if (!values) return undefined;
  const isIn = compileWildcards(values);
  // The key can have wildcards, too.
  return (text) => isIn(text) || (hasWildcard(text) && values.some((one) => matchesWildcard(text, one)));
}

function textsIn(value: Json, mayBeNumber: boolean): string[] | undefined {
  if (isArray(value)) return value.map(toText);
  if (typeof value === 'number') return mayBeNumber ? [String(value)] : undefined;
  if (typeof value !== 'string') return undefined;
  // A ConfigMap contains lists as text.
  if (!/^\s*[[{"\d]/.test(value)) return [value];
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) && parsed.every((item) => typeof item === 'string') ? parsed : undefined;
  } catch {
    return [value];
  }
}

function toText(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function ordered(key: Json, value: Json, isMet: (order: number) => boolean): boolean {
  const order = orderOf(key, value);
  return order !== undefined && isMet(order);
}

function orderOf(key: Json, value: Json): number | undefined {
  if (typeof key === 'number' && typeof value === 'number') return key - value;
  const durations = durationsOf(key, value);
  if (durations) return durations[0] - durations[1];
  if (typeof key === 'string' && typeof value === 'string') {
    const [a, b] = [parseQuantity(key), parseQuantity(value)];
    return a === undefined || b === undefined ? versionOrder(key, value) : a - b;
  }
  const [a, b] = [numberOf(key), numberOf(value)];
  return a === undefined || b === undefined ? undefined : a - b;
}

function numberOf(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}

const RANGE = /^[+-]?\d+(?:\.\d+)?[A-Za-z]*!?-[+-]?\d/;
const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

function versionOrder(key: string, value: string): number | undefined {
  const [a, b] = [VERSION.exec(key), VERSION.exec(value)];
  if (!a || !b) {
    if (/^\d+\.\d+\.\d+[-+]/.test(key)) throw new Unknowable(WITH_SUFFIX);
    return undefined;
  }
  for (const part of [1, 2, 3]) {
    const order = Number(a[part]) - Number(b[part]);
    if (order !== 0) return order;
  }
  return 0;
}
