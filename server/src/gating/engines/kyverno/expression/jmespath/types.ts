import type { Data } from '../data';

/** An argument of a function: data, or an expression that it evaluates itself. */
export type Argument = Data | ExpressionReference;

/** An expression that is an argument of a function. */
export class ExpressionReference {
  readonly evaluate: (data: Data) => Data;

  constructor(evaluate: (data: Data) => Data) {
    this.evaluate = evaluate;
  }
}

/** A function: `undefined` if it does not support its arguments. */
export type JmesFunction = (args: readonly Argument[]) => Data | undefined;

/** The types of arguments. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
