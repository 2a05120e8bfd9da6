import type { Cause } from '../cause/cause';
import { sharedBy } from '../cause/shared';
import { Unknowable } from '../cause/unknown';
import type { Bound, DataSize } from './cost';
import { defineLazily } from './data';
import { CelExpression, type CelOutcome, MOST_CEL_DEPTH } from './expression';
import { Failure } from './failures';

/** The values that expressions refer to, from `toCel`. A value that throws when it is read is unknown. */
export interface CelInputs {
  readonly object: unknown;
  readonly request: unknown;
  readonly namespaceObject: unknown;
  readonly params: unknown;
  /** The size of the data. */
  readonly size: DataSize;
  /** The results of variables that depend only on the data: policies often have the same variables. */
  readonly outcomes: Map<CelExpression, CelOutcome>;
}

const NO_IMAGE_LIBRARY: CelOutcome = {
  kind: 'unknown',
  cause: { kind: 'functions-of-another-kind' },
};
const PERMISSIONS: Cause = { kind: 'cluster-only', what: 'permissions' };
const usedBeforeDeclared = sharedBy((variable: string): Cause => ({ kind: 'used-before-declared', variable }));
/** The result of an expression that has too many levels together with its variables. */
const TOO_DEEP = Number.POSITIVE_INFINITY;

/** The expressions of a policy, which share its variables. */
export class CelScope {
  /** In the order of declaration: each can use the ones before it. */
  readonly #variables: ReadonlyMap<string, CelExpression>;
  readonly #hasImageLibrary: boolean;
  readonly #places: ReadonlyMap<string, number>;
  /** The value of `variables`: one field for each, which is evaluated when it is read. */
  readonly #fields: object = {};
  #evaluation: Variables | undefined;
  /** The levels of each, including the variables that it reads. */
  readonly #depths = new Map<string, number>();
  readonly #bounds = new WeakMap<DataSize, ReadonlyMap<string, Bound>>();
  readonly #costs = new WeakMap<DataSize, Map<CelExpression, number>>();

  /**
   * @param variables by name, as expressions
   * @param hasImageLibrary whether the policy's engine has the functions of `image-library.ts`, which Kubernetes does not have
   */
  constructor(variables: ReadonlyMap<string, string>, hasImageLibrary = false) {
    this.#hasImageLibrary = hasImageLibrary;
    this.#variables = new Map([...variables].map(([name, text]) => [name, CelExpression.of(text)]));
    this.#places = new Map([...variables.keys()].map((name, index) => [name, index]));
    for (const [name, expression] of this.#variables) {
      this.#depths.set(name, this.#depth(expression));
      defineLazily(this.#fields, name, () => this.#evaluation?.get(name));
    }
  }

  /** Opens the scope for one evaluation of the policy. A variable is evaluated when it is first read. */
  open(inputs: CelInputs): (expression: CelExpression) => CelOutcome {
    const context = new Context(inputs, this.#fields);
    const run = (expression: CelExpression): CelOutcome => {
      if (expression.usesImageLibrary && !this.#hasImageLibrary) return NO_IMAGE_LIBRARY;
      const cost = this.#cost(expression, inputs.size);
      const around = this.#evaluation;
      this.#evaluation = variables;
      try {
        return expression.evaluate(context, cost);
      } finally {
        this.#evaluation = around;
      }
    };
    const variables = new Variables(this.#variables, this.#places, run, inputs.outcomes);
    return run;
  }

  #cost(expression: CelExpression, size: DataSize): number {
    const costs = this.#costsFor(size);
    let cost = costs.get(expression);
    if (cost === undefined) {
      cost = this.#depth(expression) > MOST_CEL_DEPTH * 2 ? TOO_DEEP : this.#costWithVariables(expression, size);
      costs.set(expression, cost);
    }
    return cost;
  }

  /** Including the cost of each variable that it may read, directly or through other variables, once. */
  #costWithVariables(expression: CelExpression, size: DataSize): number {
    const bounds = this.#boundsFor(size);
    const read = new Set(expression.variables);
    // The loop adds to the list that it walks over.
    for (const name of read) for (const other of this.#variables.get(name)?.variables ?? []) read.add(other);
    const own = expression.bound(size, (name) => bounds.get(name)).cost;
    return [...read].reduce((so, name) => so + (bounds.get(name)?.cost ?? 0), own);
  }

  #costsFor(size: DataSize): Map<CelExpression, number> {
    let costs = this.#costs.get(size);
    if (!costs) {
      costs = new Map();
      this.#costs.set(size, costs);
    }
    return costs;
  }

  /** The levels of all variables, in the order of declaration, each computed once. */
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

/** The values of names during an evaluation. */
class Context {
  readonly oldObject = null;
  readonly variables: object;
  readonly #inputs: CelInputs;

  constructor(inputs: CelInputs, variables: object) {
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
    throw new Unknowable(PERMISSIONS);
  }
}

/** The variables of a policy during an evaluation. Each is evaluated when it is first read. */
class Variables {
  readonly #expressions: ReadonlyMap<string, CelExpression>;
  readonly #run: (expression: CelExpression) => CelOutcome;
  readonly #shared: Map<CelExpression, CelOutcome>;
  readonly #places: ReadonlyMap<string, number>;
  #own: Map<string, CelOutcome> | undefined;
  /** The index of the variable that is being evaluated. */
  #current: number | undefined;

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
    // The API server refuses a policy of this kind.
    if (this.#current !== undefined && (this.#places.get(name) ?? 0) >= this.#current) {
      throw new Unknowable(usedBeforeDeclared(name));
    }
    return unwrap(this.#shared.get(expression) ?? this.#own?.get(name) ?? this.#outcome(name, expression));
  }

  #outcome(name: string, expression: CelExpression): CelOutcome {
    const around = this.#current;
    this.#current = this.#places.get(name) ?? 0;
    const outcome = this.#run(expression);
    this.#current = around;
    this.#own ??= new Map();
    this.#own.set(name, outcome);
    if (expression.dependsOnObjectOnly) this.#shared.set(expression, outcome);
    return outcome;
  }
}

function unwrap(outcome: CelOutcome): unknown {
  switch (outcome.kind) {
    case 'value':
      return outcome.value;
    case 'error':
      throw new Failure(outcome.message);
    case 'unknown':
      throw new Unknowable(outcome.cause);
  }
}
