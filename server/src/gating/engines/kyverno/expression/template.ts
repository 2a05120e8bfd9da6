import type { Cause } from '../../../../cause/cause';
import type { JmesPathProblem } from '../../../../cause/expression';
import { sharedBy } from '../../../../cause/shared';
import { Unknowable } from '../../../../cause/unknown';
import type { Json } from '../../../../manifest/json';
import type { Data } from './data';
import { extentOf, known, within } from './extent';
import type { Node } from './jmespath/ast';
import { JmesPathError } from './jmespath/error';
import { evaluate } from './jmespath/evaluate';
import { parseJmesPath } from './jmespath/parser';
import { Variables } from './variables';

/** An expression without another expression in it. It can contain one level of braces ("Variables"). */
const INNERMOST = /\{\{((?:\{[^{}]*\}|[^{}])*)\}\}/;
const REFERENCE = /(?:^|[^\\])(\$\(\S{0,200}?\))/;
/** Far more than any expression of a policy needs for a pod. */
const MOST_STEPS = 20_000;
/** The same limit for the lists and texts that an expression makes and traverses. */
const MOST_WORK = 10_000_000;
/** People write nested variables, so that more are not real. */
const MOST_VARIABLES = 100;
const SHOWN = 80;

export function hasVariable(text: string): boolean {
  return text.includes('{{') || (text.includes('$(') && REFERENCE.test(text));
}

/** A text of a rule that contains expressions ("Variables"). */
export class Template {
  readonly #text: string;
  /** The expression of a template that contains only one expression, which is the most frequent form. */
  readonly #whole: Expression | undefined;
  readonly #reference: string | undefined;

  constructor(text: string) {
    this.#text = text;
    const match = INNERMOST.exec(text);
    this.#whole = match && match[0] === text.trim() ? templateExpression(match[1] ?? '') : undefined;
    this.#reference = REFERENCE.exec(text)?.[1];
  }

  /** @throws Unknowable if a value is unknown or missing: Kyverno fails to evaluate such a rule */
  resolve(data: Data | Variables): Json {
    if (this.#reference !== undefined) {
      throw new Unknowable({ kind: 'not-supported', what: 'reference', name: this.#reference });
    }
    if (this.#whole) return this.#whole.existing(data);
    let text = this.#text;
    for (let count = 0; count < MOST_VARIABLES; count++) {
      const match = INNERMOST.exec(text);
      if (!match) return text;
      const [written, inner = ''] = match;
      const value = templateExpression(inner).existing(data);
      if (written === text.trim()) return value;
      if (typeof value === 'object') throw new Unknowable(noText(shorten(inner)));
      const inserted = String(value);
      within(text.length - written.length + inserted.length);
      text = text.replace(written, () => inserted);
    }
    throw new Unknowable(SO_MANY_VARIABLES);
  }
}

/** A JMESPath expression, which is parsed on first use. */
export class Expression {
  readonly text: string;
  #node: Node | undefined;
  #problem: Cause | undefined;

  constructor(text: string) {
    this.text = text.trim();
  }

  /** @throws Unknowable if the value is unknown */
  evaluate(data: Data | Variables): Json {
    return known(this.raw(data));
  }

  /**
   * The value, which can contain unknown parts.
   * @throws Unknowable also if the value is too large
   */
  raw(data: Data | Variables): Data {
    const known = data instanceof Variables ? data.recall(this) : undefined;
    if (known !== undefined) return known;
    const value = evaluate(this.#parsed(), data, { steps: MOST_STEPS, work: MOST_WORK });
    // The value of a variable can double with each variable that it uses.
    extentOf(value);
    if (data instanceof Variables) data.remember(this, value);
    return value;
  }

  /** @throws Unknowable also if there is no value */
  existing(data: Data | Variables): Json {
    const value = this.evaluate(data);
    if (value === null) throw new Unknowable(noValue(shorten(this.text)));
    return value;
  }

  #parsed(): Node {
    if (this.#problem) throw new Unknowable(this.#problem);
    if (this.#node === undefined) {
      try {
        this.#node = parseJmesPath(this.text);
      } catch (error) {
        this.#problem = { kind: 'unreadable-jmespath', expression: shorten(this.text), problem: problemOf(error) };
        throw new Unknowable(this.#problem);
      }
    }
    return this.#node;
  }
}

const SO_MANY_VARIABLES: Cause = { kind: 'too-costly', what: 'variables' };
const noText = sharedBy((expression: string): Cause => ({ kind: 'no-text', expression }));
const noValue = sharedBy((expression: string): Cause => ({ kind: 'no-value', expression }));

function problemOf(error: unknown): JmesPathProblem {
  if (error instanceof JmesPathError) return error.problem;
  return { kind: 'literal', message: error instanceof Error ? error.message : String(error) };
}

const expressions = new Map<string, Expression>();
/**
 * Each container name in an expression makes a new expression, so that edits of manifests add more and more of them.
 */
const MOST_EXPRESSIONS = 2000;

/** The expression of a text; rules with the same text share it. */
export function templateExpression(text: string): Expression {
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
