import type { Bound, DataSize } from './cost';
import { CelExpression, type CelOutcome, MOST_DEPTH } from './expression';
import { Failure, Unknowable } from './failures';

/** The values that expressions refer to, as `toCel` makes them; what throws when it is read is unknown. */
export interface CelInputs {
  readonly object: unknown;
  readonly request: unknown;
  readonly namespaceObject: unknown;
  readonly params: unknown;
  /** How large all that is. */
  readonly size: DataSize;
  /** What variables came to that depend on nothing else: policies often have the same ones. */
  readonly outcomes: Map<CelExpression, CelOutcome>;
}

const FOREIGN: CelOutcome = {
  kind: 'unknown',
  reason: "this expression calls a function that only Kyverno's ValidatingPolicies and ImageValidatingPolicies have",
};
/** Of an expression that goes too deep through others to be evaluated. */
const TOO_DEEP = Number.POSITIVE_INFINITY;

/** The expressions of one policy, which share its variables. */
export class CelScope {
  /** In the order in which they are declared: each can use those before it. */
  readonly #variables: ReadonlyMap<string, CelExpression>;
  readonly #isOfKyverno: boolean;
  readonly #places: ReadonlyMap<string, number>;
  /** The levels of each with all that it goes through. */
  readonly #depths = new Map<string, number>();
  readonly #bounds = new WeakMap<DataSize, ReadonlyMap<string, Bound>>();
  readonly #costs = new WeakMap<DataSize, Map<CelExpression, number>>();

  /**
   * @param variables by name, as expressions
   * @param isOfKyverno whether the policy is one of Kyverno's own kinds, which have functions that Kubernetes doesn't
   */
  constructor(variables: ReadonlyMap<string, string>, isOfKyverno = false) {
    this.#isOfKyverno = isOfKyverno;
    this.#variables = new Map([...variables].map(([name, text]) => [name, CelExpression.of(text)]));
    this.#places = new Map([...variables.keys()].map((name, at) => [name, at]));
    for (const [name, expression] of this.#variables) this.#depths.set(name, this.#depth(expression));
  }

  /** Opens the scope for one evaluation of the policy: variables are evaluated when they are asked for, once. */
  open(inputs: CelInputs): (expression: CelExpression) => CelOutcome {
    const run = (expression: CelExpression): CelOutcome =>
      expression.isOfKyverno && !this.#isOfKyverno
        ? FOREIGN
        : expression.evaluate(context, this.#cost(expression, inputs.size));
    const variables = new Variables(this.#variables, this.#places, run, inputs.outcomes);
    const context = new Context(inputs, variables);
    return run;
  }

  #cost(expression: CelExpression, size: DataSize): number {
    const costs = this.#costsFor(size);
    let cost = costs.get(expression);
    if (cost === undefined) {
      const bounds = this.#boundsFor(size);
      cost =
        this.#depth(expression) > MOST_DEPTH * 2 ? TOO_DEEP : expression.bound(size, (name) => bounds.get(name)).cost;
      costs.set(expression, cost);
    }
    return cost;
  }

  #costsFor(size: DataSize): Map<CelExpression, number> {
    let costs = this.#costs.get(size);
    if (!costs) {
      costs = new Map();
      this.#costs.set(size, costs);
    }
    return costs;
  }

  /** Those of all variables, each once and after those before it, however they use each other. */
  #boundsFor(size: DataSize): ReadonlyMap<string, Bound> {
    let bounds = this.#bounds.get(size);
    if (!bounds) {
      const made = new Map<string, Bound>();
      for (const [name, expression] of this.#variables) {
        made.set(
          name,
          expression.bound(size, (other) => made.get(other)),
        );
      }
      bounds = made;
      this.#bounds.set(size, bounds);
    }
    return bounds;
  }

  #depth({ depth, variables }: CelExpression): number {
    return depth + Math.max(0, ...[...variables].map((name) => this.#depths.get(name) ?? 0));
  }
}

/** What names stand for during an evaluation. */
class Context {
  readonly oldObject = null;
  readonly variables: Variables;
  readonly #inputs: CelInputs;

  constructor(inputs: CelInputs, variables: Variables) {
    this.#inputs = inputs;
    this.variables = variables;
  }

  get object(): unknown {
    return this.#inputs.object;
  }

  get request(): unknown {
    return this.#inputs.request;
  }

  get namespaceObject(): unknown {
    return this.#inputs.namespaceObject;
  }

  get params(): unknown {
    return this.#inputs.params;
  }

  get authorizer(): unknown {
    throw new Unknowable('it asks what the user may do');
  }
}

/** The variables of a policy during an evaluation, worked out when they are asked for. */
class Variables {
  readonly #expressions: ReadonlyMap<string, CelExpression>;
  readonly #run: (expression: CelExpression) => CelOutcome;
  readonly #shared: Map<CelExpression, CelOutcome>;
  readonly #places: ReadonlyMap<string, number>;
  #own: Map<string, CelOutcome> | undefined;
  /** The place of the variable that is being worked out. */
  #at: number | undefined;

  constructor(
    expressions: ReadonlyMap<string, CelExpression>,
    places: ReadonlyMap<string, number>,
    run: (expression: CelExpression) => CelOutcome,
    shared: Map<CelExpression, CelOutcome>,
  ) {
    this.#expressions = expressions;
    this.#places = places;
    this.#run = run;
    this.#shared = shared;
  }

  get(name: string): unknown {
    const expression = this.#expressions.get(name);
    if (!expression) return undefined;
    // The API server takes no policy of this kind.
    if (this.#at !== undefined && (this.#places.get(name) ?? 0) >= this.#at) {
      throw new Unknowable(`the variable ${name} is used before it is declared`);
    }
    return unwrap(this.#shared.get(expression) ?? this.#own?.get(name) ?? this.#outcome(name, expression));
  }

  #outcome(name: string, expression: CelExpression): CelOutcome {
    const around = this.#at;
    this.#at = this.#places.get(name) ?? 0;
    const outcome = this.#run(expression);
    this.#at = around;
    this.#own ??= new Map();
    this.#own.set(name, outcome);
    if (expression.dependsOnObjectOnly) this.#shared.set(expression, outcome);
    return outcome;
  }
}

// To the library it is a map, of which it only ever asks for a key; a real one would be made for each evaluation.
Object.setPrototypeOf(Variables.prototype, Map.prototype);
Object.defineProperty(Variables.prototype, 'constructor', { value: Map });

function unwrap(outcome: CelOutcome): unknown {
  switch (outcome.kind) {
    case 'value':
      return outcome.value;
    case 'error':
      throw new Failure(outcome.message);
    case 'unknown':
      throw new Unknowable(outcome.reason);
  }
}
