import type { Json } from '../../../manifest/json';
import { extentOf, known, within } from './extent';
import type { Node } from './jmespath/ast';
import { evaluate } from './jmespath/evaluate';
import { parseJmesPath } from './jmespath/parser';
import { type Data, Unknowable } from './unknowable';
import { Variables } from './variables';

/** A variable without another one in it; braces of one level belong to it ("Variables"). */
const INNERMOST = /\{\{((?:\{[^{}]*\}|[^{}])*)\}\}/;
const REFERENCE = /(?:^|[^\\])(\$\(\S*?\))/;
/** Far more than any expression of a policy takes on a pod. */
const MOST_STEPS = 20_000;
/** The same of the lists and texts that are made and gone through on the way. */
const MOST_WORK = 10_000_000;
/** Variables in variables are written by hand. */
const MOST_VARIABLES = 100;
const SHOWN = 80;

export function hasVariable(text: string): boolean {
  return text.includes('{{') || (text.includes('$(') && REFERENCE.test(text));
}

/** Text of a rule in which expressions stand for values ("Variables"). */
export class Template {
  readonly #text: string;
  /** What most templates are: one expression and nothing else. */
  readonly #whole: Expression | undefined;
  readonly #reference: string | undefined;

  constructor(text: string) {
    this.#text = text;
    const match = INNERMOST.exec(text);
    this.#whole = match && match[0] === text.trim() ? expressionOf(match[1] ?? '') : undefined;
    this.#reference = REFERENCE.exec(text)?.[1];
  }

  /** @throws Unknowable where a value isn't known, or there is none: Kyverno fails to evaluate such a rule */
  resolve(data: Data | Variables): Json {
    if (this.#reference !== undefined) {
      throw new Unknowable(`the reference \`${this.#reference}\` is not evaluated here`);
    }
    if (this.#whole) return this.#whole.existing(data);
    let text = this.#text;
    for (let count = 0; count < MOST_VARIABLES; count++) {
      const match = INNERMOST.exec(text);
      if (!match) return text;
      const [written, inner = ''] = match;
      const value = expressionOf(inner).existing(data);
      if (written === text.trim()) return value;
      if (typeof value === 'object') throw new Unknowable(`\`${shorten(inner)}\` is no text to be put into another`);
      const inserted = String(value);
      within(text.length - written.length + inserted.length);
      text = text.replace(written, () => inserted);
    }
    throw new Unknowable('a text with so many variables is not evaluated here');
  }
}

/** An expression of JMESPath, which is parsed when it is first needed. */
export class Expression {
  readonly text: string;
  #node: Node | undefined;
  #problem: string | undefined;

  constructor(text: string) {
    this.text = text.trim();
  }

  /** @throws Unknowable where the value isn't known */
  evaluate(data: Data | Variables): Json {
    return known(this.raw(data));
  }

  /**
   * The value with what is unknown in it.
   * @throws Unknowable where it is too large, too
   */
  raw(data: Data | Variables): Data {
    const known = data instanceof Variables ? data.recall(this) : undefined;
    if (known !== undefined) return known;
    const value = evaluate(this.#parsed(), data, { steps: MOST_STEPS, work: MOST_WORK });
    // Variables that are made of each other can double with each one.
    extentOf(value);
    if (data instanceof Variables) data.remember(this, value);
    return value;
  }

  /** @throws Unknowable where there is no value, too */
  existing(data: Data | Variables): Json {
    const value = this.evaluate(data);
    if (value === null)
      throw new Unknowable(`\`${shorten(this.text)}\` has no value here, and Kyverno gives up on that`);
    return value;
  }

  #parsed(): Node {
    if (this.#node === undefined && this.#problem === undefined) {
      try {
        this.#node = parseJmesPath(this.text);
      } catch (error) {
        this.#problem = error instanceof Error ? error.message : String(error);
      }
    }
    if (this.#node) return this.#node;
    throw new Unknowable(`the expression \`${shorten(this.text)}\` can't be read: ${this.#problem}`);
  }
}

const expressions = new Map<string, Expression>();
/** Expressions with the names of containers put into them add up while manifests are edited. */
const MOST_EXPRESSIONS = 2000;

/** The expression of a text; the same for rules that have the same. */
export function expressionOf(text: string): Expression {
  const found = expressions.get(text);
  if (found) return found;
  if (expressions.size >= MOST_EXPRESSIONS) expressions.clear();
  const made = new Expression(text);
  expressions.set(text, made);
  return made;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
