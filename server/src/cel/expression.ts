import type { Cause } from '../cause/cause';
import { sharedBy } from '../cause/shared';
import { Unknowable } from '../cause/unknown';
import { isImageFunction } from './library/images';
import { allOverloads } from './library/library';
import { type ImageUsage, imageUsageOf } from './look';
import { Evaluator } from './run/evaluator';
import { CostLimit, type Meter } from './run/meter';
import type { NamedValues } from './run/names';
import { type CelNode, nodesOf } from './syntax/node';
import { parseCel } from './syntax/parser';
import { CelSyntaxProblem } from './syntax/problems';
import type { Checked } from './types/checker';
import { unsupportedIn } from './unsupported';
import { Failure, ValueTooLarge } from './values';

/** The result of an expression: a value, an error that Kubernetes has too, or unknown. */
export type CelOutcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'unknown'; readonly cause: Cause };

const expressions = new Map<string, CelExpression>();
/** The cache is cleared at this size: expressions change while a user types. A workspace has hundreds. */
const MOST_EXPRESSIONS = 5000;

const OPEN = unknown({ kind: 'unreadable-cel', problem: 'open' });
const TOO_LARGE = unknown({ kind: 'unreadable-cel', problem: 'too-large' });
const TOO_COSTLY = unknown({ kind: 'too-costly', what: 'cel' });
const PASSED: CelOutcome = { kind: 'value', value: true };
const NO_CALLS: Checked['calls'] = new Map();

/** A parsed CEL expression. */
export class CelExpression {
  /** Whether its value is the same for all policies that check an object. */
  readonly dependsOnObjectOnly: boolean;
  /** Whether it calls functions of Kyverno for images, which not every policy has. */
  readonly usesImageLibrary: boolean = false;
  /** The names of the policy's variables that it refers to. */
  readonly variables: ReadonlySet<string>;
  /** `undefined` if it can't be read. */
  readonly root: CelNode | undefined;
  /** What the API server says of an expression that it can't read, either. */
  readonly syntaxProblem: string | undefined;
  /** Its result if it can't be evaluated here with any data. */
  readonly #problem: CelOutcome | undefined;

  private constructor(text: string) {
    this.dependsOnObjectOnly = !/\b(?:variables|params|oldObject)\b/.test(text);
    this.variables = new Set([...text.matchAll(/\bvariables\s*\.\s*(?:\?\s*)?(\w+)/g)].map(([, name = '']) => name));
    this.#problem = OPEN;
    // An expression never starts a map with a map.
    if (text.includes('{{')) return;
    try {
      this.root = parseCel(text, (name) => allOverloads(name).length > 0);
      const unsupported = unsupportedIn(this.root);
      this.#problem =
        unsupported === undefined
          ? undefined
          : unknown({ kind: 'not-supported', what: 'cel-function', name: unsupported });
      this.usesImageLibrary = [...nodesOf(this.root)].some(({ op, args }) => op === 'call' && isImageFunction(args[0]));
    } catch (error) {
      this.#problem =
        error instanceof RangeError
          ? TOO_LARGE
          : unknown({ kind: 'unreadable-cel', problem: 'syntax', message: summaryOf(error) });
      if (error instanceof CelSyntaxProblem) this.syntaxProblem = error.message;
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

  /**
   * What it reads; `undefined` if it can't be parsed.
   * @param variables what the policy's variables read, by name
   */
  look(variables: ReadonlyMap<string, ImageUsage>): ImageUsage | undefined {
    return this.root && imageUsageOf(this.root, variables);
  }

  /** @param calls the calls whose form is known, by which their cost is counted */
  evaluate(names: NamedValues, meter: Meter, calls: Checked['calls'] = NO_CALLS): CelOutcome {
    if (this.#problem || !this.root) return this.#problem ?? OPEN;
    try {
      const value = new Evaluator(allOverloads, calls, meter).run(this.root, names);
      return value === true ? PASSED : { kind: 'value', value };
    } catch (error) {
      if (error instanceof Unknowable) return unknown(error.cause);
      if (error instanceof ValueTooLarge || isStackOverflow(error)) return TOO_COSTLY;
      const message = summaryOf(error);
      return error instanceof Failure || error instanceof CostLimit
        ? { kind: 'error', message }
        : unknown(notEvaluated(message));
    }
  }
}

const notEvaluated = sharedBy((message: string): Cause => ({ kind: 'not-evaluated', message }));

function unknown(cause: Cause): CelOutcome {
  return { kind: 'unknown', cause };
}

/** Variables that read each other have more levels than the stack. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

/** The first line. */
function summaryOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
}
