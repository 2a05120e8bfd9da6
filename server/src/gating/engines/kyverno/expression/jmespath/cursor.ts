import { own } from '../../../../../text/own';
import { JmesPathError } from './error';
import type { JmesPathToken } from './lexer';

/** The binding power of each operator (JMESPath Specification, Grammar). */
export const POWERS: Readonly<Record<string, number>> = {
  '|': 1,
  '||': 2,
  '&&': 3,
  '==': 5,
  '!=': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '[]': 9,
  '*': 20,
  '[?': 21,
  '.': 40,
  '!': 45,
  '{': 50,
  '[': 55,
  '(': 60,
};
/** Iterates over tokens. */
export class Cursor {
  readonly #tokens: readonly JmesPathToken[];
  #index = 0;

  constructor(tokens: readonly JmesPathToken[]) {
    this.#tokens = tokens;
  }

  peek(): JmesPathToken {
    return this.#tokens[this.#index] ?? { type: 'end' };
  }

  next(): JmesPathToken {
    const token = this.peek();
    this.#index++;
    return token;
  }

  /** Whether the next token is a given mark. If so, the cursor moves behind it. */
  takes(mark: string): boolean {
    const token = this.peek();
    const isThere = token.type === 'mark' && token.text === mark;
    if (isThere) this.#index++;
    return isThere;
  }

  expect(mark: string): void {
    if (!this.takes(mark)) this.fail();
  }

  /** The binding power of the next token. */
  power(): number {
    const token = this.peek();
    return token.type === 'mark' ? (own(POWERS, token.text) ?? 0) : 0;
  }

  end(): void {
    if (this.peek().type !== 'end') this.fail();
  }

  fail(): never {
    throw new JmesPathError({ kind: this.peek().type === 'end' ? 'ends-early' : 'unexpected' });
  }
}
