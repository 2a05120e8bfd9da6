import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import type { Cause } from '../cause/cause';
import { sharedBy } from '../cause/shared';
import { Unknowable } from '../cause/unknown';
import { type Bound, boundOf, type DataSize } from './cost';
import { Failure } from './failures';
import { celEnvironment, MATCHES } from './functions';
import { IMAGE_FUNCTIONS } from './image-library';
import { type ImageUsage, imageUsageOf } from './look';
import { knowPresence } from './presence';
import { nodesOf } from './syntax';
import { unsupportedIn } from './unsupported';

/** The result of an expression: a value, an error that Kubernetes has too, or unknown. */
export type CelOutcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'unknown'; readonly cause: Cause };

/** More than any image policy needs, and evaluated within tenths of a second. */
const MOST_STEPS = 1_000_000;

/** Errors that a cluster has, too. Any other error is a gap in this implementation of CEL. */
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
/** The cache is cleared at this size: expressions change while a user types. A workspace has hundreds. */
const MOST_EXPRESSIONS = 5000;

/** The maximum levels of an expression, because they use stack during evaluation. Kubernetes' parser allows 250. */
export const MOST_CEL_DEPTH = 500;
const OPEN = unknown({ kind: 'unreadable-cel', problem: 'open' });
const TOO_LARGE = unknown({ kind: 'unreadable-cel', problem: 'too-large' });
const TOO_COSTLY = unknown({ kind: 'too-costly', what: 'cel' });

const PASSED: CelOutcome = { kind: 'value', value: true };

/** A parsed CEL expression. */
export class CelExpression {
  /** Whether its value is the same for all policies that check an object. */
  readonly dependsOnObjectOnly: boolean;
  /** Whether it calls functions of `image-library.ts`, which not every policy has. */
  readonly usesImageLibrary: boolean = false;
  /** The names of the policy's variables that it refers to. */
  readonly variables: ReadonlySet<string>;
  /** How many levels it has: they use stack during evaluation. */
  readonly depth: number = 0;
  readonly #program: ParseResult | undefined;
  /** Its result if it can't be evaluated here with any data. */
  readonly #problem: CelOutcome = OPEN;
  readonly #unsupported: CelOutcome | undefined;

  private constructor(text: string) {
    this.dependsOnObjectOnly = !/\b(?:variables|params)\b/.test(text);
    this.variables = new Set([...text.matchAll(/\bvariables\s*\.\s*(?:\?\s*)?(\w+)/g)].map(([, name = '']) => name));
    // An expression never starts a map with a map.
    if (text.includes('{{')) return;
    try {
      const program = celEnvironment().parse(text);
      const unsupported = unsupportedIn(program.ast, celEnvironment());
      this.#unsupported =
        unsupported === undefined
          ? undefined
          : unknown({ kind: 'not-supported', what: 'cel-function', name: unsupported });
      this.depth = adjust(program.ast);
      this.usesImageLibrary = callsImageLibrary(program.ast);
      this.#program = program;
    } catch (error) {
      this.#problem = isLimit(error)
        ? TOO_LARGE
        : unknown({ kind: 'unreadable-cel', problem: 'syntax', message: summaryOf(error) });
    }
  }

  /** The expression of a text. Policies often have the same expression, so it is cached. */
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
   * What it reads; `undefined` if it can't be parsed.
   * @param variables what the policy's variables read, by name
   */
  look(variables: ReadonlyMap<string, ImageUsage>): ImageUsage | undefined {
    return this.#program && imageUsageOf(this.#program.ast, variables);
  }

  /** @param cost a bound on its steps */
  evaluate(data: object, cost: number): CelOutcome {
    if (!this.#program) return this.#problem;
    if (this.#unsupported !== undefined) return this.#unsupported;
    if (cost > MOST_STEPS) return TOO_COSTLY;
    try {
      const value: unknown = this.#program(data);
      return value === true ? PASSED : { kind: 'value', value };
    } catch (error) {
      if (error instanceof Unknowable) return unknown(error.cause);
      const message = summaryOf(error);
      return isOfCluster(error) ? { kind: 'error', message } : unknown(notEvaluated(message));
    }
  }
}

const notEvaluated = sharedBy((message: string): Cause => ({ kind: 'not-evaluated', message }));

function unknown(cause: Cause): CelOutcome {
  return { kind: 'unknown', cause };
}

/**
 * Prepares an expression for evaluation: calls of `matches` become calls of our function, because the library's backtracks.
 * @returns how many levels it has
 * @throws RangeError if it has too many levels
 */
function adjust(root: ASTNode): number {
  let deepest = 0;
  for (const { node, depth } of nodesOf(root)) {
    if (depth > MOST_CEL_DEPTH) throw new RangeError();
    deepest = Math.max(deepest, depth);
    if (node.op === 'rcall' && node.args[0] === 'matches') node.args[0] = MATCHES;
    knowPresence(node);
  }
  return deepest;
}

function callsImageLibrary(root: ASTNode): boolean {
  return [...nodesOf(root)].some(({ node }) => node.op === 'call' && IMAGE_FUNCTIONS.has(node.args[0]));
}

/** The limits of the parser, and the stack, which a chain of prefix operators can exhaust. */
function isLimit(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'limit_exceeded');
}

function isOfCluster(error: unknown): boolean {
  if (error instanceof Failure) return true;
  return typeof error === 'object' && error !== null && 'code' in error && ERRORS.has(String(error.code));
}

/** The first line. The other lines show the place in the expression. */
function summaryOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
}
