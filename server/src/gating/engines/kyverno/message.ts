import { attempt } from './decisions';
import { expressionOf } from './template';
import { Unknowable } from './unknowable';
import type { Variables } from './variables';

/** What an expression stands for is put there in its place, as far as nothing is inside of it ("Variables"). */
const VARIABLE = /\{\{((?:\{[^{}]*\}|[^{}])*)\}\}/g;
/** A message is read by people: longer values stay what they are called. */
const LONGEST = 200;

/** What a rule says to those whom it refuses, on one line. */
export class Message {
  readonly #text: string;
  readonly #isFixed: boolean;

  constructor(text: string) {
    this.#text = text.replace(/\s+/g, ' ').trim();
    this.#isFixed = !this.#text.includes('{{');
  }

  /** With the values of its variables; those that aren't known stay as they are written. */
  filledIn(variables: () => Variables): string {
    if (this.#isFixed) return this.#text;
    return this.#text.replace(VARIABLE, (written, inner: string) => {
      const value = attempt(() => expressionOf(inner).existing(variables()));
      if (value instanceof Unknowable) return written;
      const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ');
      return text.length > LONGEST ? written : text;
    });
  }
}
