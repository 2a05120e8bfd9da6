import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import { type Bound, boundOf, type DataSize } from './cost';
import { Failure, Unknowable } from './failures';
import { celEnvironment, MATCHES } from './functions';
import { KYVERNO_FUNCTIONS } from './image-library';
import { type Look, lookOf } from './look';
import { knowPresence } from './presence';
import { nodesOf } from './syntax';
import { unsupportedIn } from './unsupported';

/** What an expression comes to: a value, an error such as Kubernetes has it too, or something that can't be known here. */
export type CelOutcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** More than any policy on images needs, and done within tenths of a second. */
const MOST_STEPS = 1_000_000;

/** What happens in a cluster, too: everything else that goes wrong is something that we don't know of CEL. */
const ERRORS = new Set([
  'no_such_key',
  'index_out_of_bounds',
  'index_out_of_range',
  'optional_value_missing',
  'divide_by_zero',
  'modulo_by_zero',
  'invalid_index_type',
]);

const expressions = new Map<string, CelExpression>();
/** A workspace has hundreds; those of texts that are being typed should not stay for ever. */
const MOST_EXPRESSIONS = 5000;

/** Levels of an expression: they take stack when it is evaluated. Kubernetes' parser has 250 of its own. */
export const MOST_DEPTH = 500;
const TOO_LARGE = 'it is too large';

const PASSED: CelOutcome = { kind: 'value', value: true };

/** A parsed CEL expression. */
export class CelExpression {
  /** Its value is the same for all policies that look at an object. */
  readonly dependsOnObjectOnly: boolean;
  /** It calls what only Kyverno's policies know. */
  readonly isOfKyverno: boolean = false;
  /** The names of the policy's variables that it refers to. */
  readonly variables: ReadonlySet<string>;
  /** How many levels it has: they take stack when it is evaluated. */
  readonly depth: number = 0;
  readonly #program: ParseResult | undefined;
  readonly #problem: string = '';
  readonly #unsupported: string | undefined;

  private constructor(text: string) {
    this.dependsOnObjectOnly = !/\b(?:variables|params)\b/.test(text);
    this.variables = new Set([...text.matchAll(/\bvariables\s*\.\s*\??\s*(\w+)/g)].map(([, name = '']) => name));
    // No expression begins a map with a map.
    if (text.includes('{{')) {
      this.#problem = 'a template still has to fill something in';
      return;
    }
    try {
      const program = celEnvironment().parse(text);
      const unsupported = unsupportedIn(program.ast, celEnvironment());
      this.#unsupported = unsupported === undefined ? undefined : `\`${unsupported}\` is not evaluated here`;
      this.depth = adjust(program.ast);
      this.isOfKyverno = callsKyverno(program.ast);
      this.#program = program;
    } catch (error) {
      this.#problem = isLimit(error) ? TOO_LARGE : summaryOf(error);
    }
  }

  /** The expression of a text: policies often say the same. */
  static of(text: string): CelExpression {
    let expression = expressions.get(text);
    if (!expression) {
      if (expressions.size >= MOST_EXPRESSIONS) expressions.clear();
      expression = new CelExpression(text);
      expressions.set(text, expression);
    }
    return expression;
  }

  /** The most steps that it takes on data of a size. */
  bound(size: DataSize, variable: (name: string) => Bound | undefined): Bound {
    const nothing = { cost: 0, items: 0, text: 0 };
    return this.#program ? boundOf(this.#program.ast, { size, variable, bound: new Map() }) : nothing;
  }

  /**
   * What it looks at; `undefined` where it can't be read.
   * @param variables what the policy's variables look at, by their names
   */
  look(variables: ReadonlyMap<string, Look>): Look | undefined {
    return this.#program && lookOf(this.#program.ast, variables);
  }

  /** @param cost a bound on its steps */
  evaluate(data: object, cost: number): CelOutcome {
    if (!this.#program) return { kind: 'unknown', reason: `this expression can't be read: ${this.#problem}` };
    if (this.#unsupported !== undefined) return { kind: 'unknown', reason: this.#unsupported };
    if (cost > MOST_STEPS) {
      return { kind: 'unknown', reason: 'this expression may take too long: it is not evaluated here' };
    }
    try {
      const value: unknown = this.#program(data);
      return value === true ? PASSED : { kind: 'value', value };
    } catch (error) {
      if (error instanceof Unknowable) return { kind: 'unknown', reason: error.message };
      const message = summaryOf(error);
      return isOfCluster(error)
        ? { kind: 'error', message }
        : { kind: 'unknown', reason: `this expression can't be evaluated here: ${message}` };
    }
  }
}

/**
 * Makes an expression what is evaluated here: the library's `matches` backtracks, so that calls of it become calls of ours.
 * @returns how many levels it has
 * @throws RangeError where it is deeper than it can be here
 */
function adjust(root: ASTNode): number {
  let deepest = 0;
  for (const { node, depth } of nodesOf(root)) {
    if (depth > MOST_DEPTH) throw new RangeError();
    deepest = Math.max(deepest, depth);
    if (node.op === 'rcall' && node.args[0] === 'matches') node.args[0] = MATCHES;
    knowPresence(node);
  }
  return deepest;
}

function callsKyverno(root: ASTNode): boolean {
  return [...nodesOf(root)].some(({ node }) => node.op === 'call' && KYVERNO_FUNCTIONS.has(node.args[0]));
}

/** The parser's own limits, and the stack, which it uses up on operators in front of each other. */
function isLimit(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'limit_exceeded');
}

function isOfCluster(error: unknown): boolean {
  if (error instanceof Failure) return true;
  return typeof error === 'object' && error !== null && 'code' in error && ERRORS.has(String(error.code));
}

/** The first line: the others show the place in the expression. */
function summaryOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
}
