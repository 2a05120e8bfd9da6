import type { Token } from './lexer';

/** How tightly an operator holds its left side (JMESPath Specification, Grammar). */
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
/** Goes through tokens. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? { type: 'end' };
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  /** Whether a mark comes next, which is then passed. */
  takes(mark: string): boolean {
    const token = this.peek();
    const isThere = token.type === 'mark' && token.text === mark;
    if (isThere) this.#at++;
    return isThere;
  }

  expect(mark: string): void {
    if (!this.takes(mark)) this.fail();
  }

  /** How tightly the next token holds what stands before it. */
  power(): number {
    const token = this.peek();
    return token.type === 'mark' ? (POWERS[token.text] ?? 0) : 0;
  }

  end(): void {
    if (this.peek().type !== 'end') this.fail();
  }

  fail(): never {
    throw new SyntaxError(this.peek().type === 'end' ? 'it ends too early' : 'something is not expected there');
  }
}
