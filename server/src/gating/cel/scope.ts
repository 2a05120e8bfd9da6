import type { Bound, DataSize } from './cost';
import { CelExpression, type CelOutcome, Failure, Unknowable } from './expression';

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

/** The expressions of one policy, which share its variables. */
export class CelScope {
  readonly #variables: ReadonlyMap<string, CelExpression>;
  readonly #isOfKyverno: boolean;
  readonly #costs = new WeakMap<DataSize, Map<CelExpression, number>>();

  /**
   * @param variables by name, as expressions
   * @param isOfKyverno whether the policy is one of Kyverno's own kinds, which have functions that Kubernetes doesn't
   */
  constructor(variables: ReadonlyMap<string, string>, isOfKyverno = false) {
    this.#isOfKyverno = isOfKyverno;
    this.#variables = new Map([...variables].map(([name, text]) => [name, CelExpression.of(text)]));
  }

  /** Opens the scope for one evaluation of the policy: variables are evaluated when they are asked for, once. */
  open(inputs: CelInputs): (expression: CelExpression) => CelOutcome {
    const run = (expression: CelExpression): CelOutcome =>
      expression.isOfKyverno && !this.#isOfKyverno
        ? FOREIGN
        : expression.evaluate(context, this.#cost(expression, inputs.size));
    const variables = new Variables(this.#variables, run, inputs.outcomes);
    const context = new Context(inputs, variables);
    return run;
  }

  #cost(expression: CelExpression, size: DataSize): number {
    const costs = this.#costsFor(size);
    let cost = costs.get(expression);
    if (cost === undefined) {
      cost = this.#bound(expression, size).cost;
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

  #bound(expression: CelExpression, size: DataSize, around: readonly string[] = []): Bound {
    return expression.bound(size, (name) => {
      const variable = around.includes(name) ? undefined : this.#variables.get(name);
      return variable && this.#bound(variable, size, [...around, name]);
    });
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
  #own: Map<string, CelOutcome> | undefined;

  constructor(
    expressions: ReadonlyMap<string, CelExpression>,
    run: (expression: CelExpression) => CelOutcome,
    shared: Map<CelExpression, CelOutcome>,
  ) {
    this.#expressions = expressions;
    this.#run = run;
    this.#shared = shared;
  }

  get(name: string): unknown {
    const expression = this.#expressions.get(name);
    if (!expression) return undefined;
    return unwrap(this.#shared.get(expression) ?? this.#own?.get(name) ?? this.#outcome(name, expression));
  }

  #outcome(name: string, expression: CelExpression): CelOutcome {
    this.#own ??= new Map();
    // A variable that asks for itself finds this.
    this.#own.set(name, { kind: 'unknown', reason: `the variable ${name} refers to itself` });
    const outcome = this.#run(expression);
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
