import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import { type Bound, boundOf, type DataSize } from './cost';
import { Failure, Unknowable } from './errors';
import { celEnvironment, MATCHES } from './functions';
import { KYVERNO_FUNCTIONS } from './image-library';

/** What an expression comes to: a value, an error such as Kubernetes has it too, or something that can't be known here. */
export type CelOutcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export { Failure, Unknowable };

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

const PASSED: CelOutcome = { kind: 'value', value: true };

/** A parsed CEL expression. */
export class CelExpression {
  /** Its value is the same for all policies that look at an object. */
  readonly dependsOnObjectOnly: boolean;
  /** It calls what only Kyverno's policies know. */
  readonly isOfKyverno: boolean = false;
  readonly #program: ParseResult | undefined;
  readonly #problem: string = '';

  private constructor(text: string) {
    this.dependsOnObjectOnly = !/\b(?:variables|params)\b/.test(text);
    // No expression begins a map with a map.
    if (text.includes('{{')) {
      this.#problem = 'a template still has to fill something in';
      return;
    }
    try {
      this.#program = celEnvironment().parse(text);
      useRe2(this.#program.ast);
      this.isOfKyverno = callsKyverno(this.#program.ast);
    } catch (error) {
      this.#problem = summaryOf(error);
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

  /** @param cost a bound on its steps */
  evaluate(data: object, cost: number): CelOutcome {
    if (!this.#program) return { kind: 'unknown', reason: `this expression can't be read: ${this.#problem}` };
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

/** The library's `matches` backtracks; calls of it become calls of ours. */
function useRe2(node: ASTNode): void {
  if (node.op === 'rcall' && node.args[0] === 'matches') node.args[0] = MATCHES;
  for (const child of childrenOf(node)) useRe2(child);
}

function callsKyverno(node: ASTNode): boolean {
  return (node.op === 'call' && KYVERNO_FUNCTIONS.has(node.args[0])) || childrenOf(node).some(callsKyverno);
}

function childrenOf(node: ASTNode): ASTNode[] {
  const children: ASTNode[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) collect(item);
    else if (isNode(value)) children.push(value);
  };
  collect(node.args);
  return children;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
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
