import type { Data } from '../unknowable';

/** An argument of a function: data, or an expression that it evaluates itself. */
export type Argument = Data | Reference;

/** An expression that is handed to a function. */
export class Reference {
  readonly evaluate: (data: Data) => Data;

  constructor(evaluate: (data: Data) => Data) {
    this.evaluate = evaluate;
  }
}

/** A function: `undefined` where it can't be applied to its arguments. */
export type JmesFunction = (args: readonly Argument[]) => Data | undefined;

/** What functions are given, by type. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
