import { type Data, isEqual, isList, isRecord } from '../data';
import { known, within } from '../extent';
import { kyvernoFunctions } from './kyverno-functions';
import { type Argument, ExpressionReference, isNumber, isText, isTexts, type JmesFunction } from './types';

/**
 * The functions of JMESPath (JMESPath Specification, Built-in Functions) and the Kyverno functions that image policies
 * use.
 */
export const functions: Readonly<Record<string, JmesFunction>> = {
  abs: ([value]) => (isNumber(value) ? Math.abs(value) : undefined),
  ceil: ([value]) => (isNumber(value) ? Math.ceil(value) : undefined),
  floor: ([value]) => (isNumber(value) ? Math.floor(value) : undefined),
  contains: ([within, what]) => {
    if (isText(within)) return isText(what) ? within.includes(what) : false;
    if (!isData(within) || !isList(within) || !isData(what)) return undefined;
    return within.some((item) => isEqual(known(item), known(what)));
  },
  starts_with: ([text, start]) => (isText(text) && isText(start) ? text.startsWith(start) : undefined),
  ends_with: ([text, end]) => (isText(text) && isText(end) ? text.endsWith(end) : undefined),
  join: ([glue, texts]) => (isText(glue) && isTexts(texts) ? join(glue, texts) : undefined),
  keys: ([map]) => (isData(map) && isRecord(map) ? Object.keys(map) : undefined),
  values: ([map]) => (isData(map) && isRecord(map) ? Object.values(map) : undefined),
  length: ([of]) => {
    if (isText(of)) return [...of].length;
    if (!isData(of)) return undefined;
    return isList(of) ? of.length : isRecord(of) ? Object.keys(of).length : undefined;
  },
  map: ([each, list]) =>
    each instanceof ExpressionReference && isData(list) && isList(list)
      ? list.map((item) => each.evaluate(item))
      : undefined,
  max: ([list]) => extreme(list, (a, b) => a > b),
  min: ([list]) => extreme(list, (a, b) => a < b),
  merge: (maps) => (maps.every(isMap) ? Object.assign({}, ...maps) : undefined),
  not_null: (values) => values.filter(isData).find((value) => value !== null) ?? null,
  reverse: ([of]) =>
    isText(of) ? [...of].reverse().join('') : isData(of) && isList(of) ? [...of].reverse() : undefined,
  sort: ([list]) => (isTexts(list) ? [...list].sort() : isNumbers(list) ? [...list].sort((a, b) => a - b) : undefined),
  sum: ([list]) => (isNumbers(list) ? list.reduce((so, number) => so + number, 0) : undefined),
  to_array: ([value]) => (isData(value) ? (isList(value) ? value : [value]) : undefined),
  to_number: ([value]) => (isNumber(value) ? value : isText(value) && value.trim() !== '' ? numberOf(value) : null),
  to_string: ([value]) => (isText(value) ? value : isData(value) ? JSON.stringify(known(value)) : undefined),
  type: ([value]) => (isData(value) ? typeOf(value) : undefined),
  ...kyvernoFunctions,
};

function join(glue: string, texts: readonly string[]): string {
  within(texts.reduce((size, text) => size + text.length + glue.length, 0));
  return texts.join(glue);
}

function isData(value: Argument | undefined): value is Data {
  return value !== undefined && !(value instanceof ExpressionReference);
}

function isMap(value: Argument): boolean {
  return isData(value) && isRecord(value);
}

function isNumbers(value: Argument | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function extreme(list: Argument | undefined, isBetter: (a: number | string, b: number | string) => boolean) {
  if (!isNumbers(list) && !isTexts(list)) return undefined;
  const [first = null, ...rest] = list;
  return first === null ? null : rest.reduce((best, item) => (isBetter(item, best) ? item : best), first);
}

function numberOf(text: string): number | null {
  const number = Number(text);
  return Number.isNaN(number) ? null : number;
}

function typeOf(value: Data): string {
  if (value === null) return 'null';
  return isList(value) ? 'array' : isRecord(value) ? 'object' : typeof value;
}
