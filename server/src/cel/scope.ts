import type { Cause } from '../cause/cause';
import { sharedBy } from '../cause/shared';
import { Unknowable } from '../cause/unknown';
import { type CheckResult, checkExpression } from './checks';
import { defineLazily } from './data';
import { CelExpression, type CelOutcome } from './expression';
import { BUDGET_OF_VALIDATIONS, Budget } from './run/budget';
import { Meter } from './run/meter';
import type { NamedValues } from './run/names';
import type { CelType } from './types/type';
import { DYN } from './types/type';
import { Failure, TypeOf } from './values';

/** The values that expressions refer to, from `toCel`. A value that throws when it is read is unknown. */
export interface CelInputs {
  readonly object: unknown;
  readonly request: unknown;
  readonly namespaceObject: unknown;
  readonly params: unknown;
  /** The results of variables that depend only on the data: policies often have the same variables. */
  readonly outcomes: Map<CelExpression, Evaluated>;
}

/** A result, and what it costs. */
export interface Evaluated {
  readonly outcome: CelOutcome;
  readonly cost: number;
}

const NO_IMAGE_LIBRARY: CelOutcome = {
  kind: 'unknown',
  cause: { kind: 'functions-of-another-kind' },
};
const OUT_OF_BUDGET: CelOutcome = {
  kind: 'error',
  message: 'validation failed due to running out of cost budget, no further validation rules will be run',
};
const PERMISSIONS: Cause = { kind: 'cluster-only', what: 'permissions' };
const usedBeforeDeclared = sharedBy((variable: string): Cause => ({ kind: 'used-before-declared', variable }));

/** What a policy can refer to besides the object, by what it is. */
export interface ScopeOptions {
  /** Whether the policy's engine has the functions of `library/images.ts`, which Kubernetes does not have. */
  readonly hasImageLibrary?: boolean;
  readonly hasParams?: boolean;
  /** Whether the old object of a new one is an empty map, as Kyverno gives it, and not `null`. */
  readonly hasEmptyOldObject?: boolean;
}

/** The expressions of a policy, which share its variables. */
export class CelScope {
  /** In the order of declaration: each can use the ones before it. */
  readonly #variables: ReadonlyMap<string, CelExpression>;
  readonly #options: ScopeOptions;
  readonly #places: ReadonlyMap<string, number>;
  readonly #checks = new Map<CelExpression, CheckResult>();
  #types: ReadonlyMap<string, CelType> | undefined;

  /** @param variables by name, as expressions */
  constructor(variables: ReadonlyMap<string, string>, options: ScopeOptions = {}) {
    this.#options = options;
    this.#variables = new Map([...variables].map(([name, text]) => [name, CelExpression.of(text)]));
    this.#places = new Map([...variables.keys()].map((name, index) => [name, index]));
  }

  /**
   * Opens the scope for one evaluation of the policy. A variable is evaluated when it is first read.
   * @param budget what all expressions may cost together
   */
  open(inputs: CelInputs, budget: number = BUDGET_OF_VALIDATIONS): (expression: CelExpression) => CelOutcome {
    const left = new Budget(budget);
    const run = (expression: CelExpression): Evaluated => {
      if (expression.usesImageLibrary && !this.#options.hasImageLibrary) return { outcome: NO_IMAGE_LIBRARY, cost: 0 };
      const check = this.#check(expression);
      const meter = new Meter();
      const outcome = expression.evaluate(context, meter, check.kind === 'checked' ? check.checked.calls : undefined);
      return { outcome, cost: meter.cost };
    };
    const variables = new Variables(this.#variables, this.#places, run, inputs.outcomes, left);
    const context = new Context(inputs, variables, this.#options.hasEmptyOldObject ? {} : null);
    return (expression) => {
      if (left.isSpent) return OUT_OF_BUDGET;
      const { outcome, cost } = run(expression);
      left.spend(cost);
      return left.isSpent ? OUT_OF_BUDGET : outcome;
    };
  }

  #check(expression: CelExpression): CheckResult {
    let check = this.#checks.get(expression);
    if (!check) {
      this.#types ??= this.#typesOfVariables();
      check = this.#checkWith(expression, this.#types);
      this.#checks.set(expression, check);
    }
    return check;
  }

  #typesOfVariables(): ReadonlyMap<string, CelType> {
    const types = new Map<string, CelType>();
    for (const [name, expression] of this.#variables) {
      const check = this.#checkWith(expression, types);
      types.set(name, check.kind === 'checked' ? check.checked.type : DYN);
    }
    return types;
  }

  #checkWith(expression: CelExpression, variables: ReadonlyMap<string, CelType>): CheckResult {
    return checkExpression(expression, { params: this.#options.hasParams ?? true, authorizer: true, variables });
  }
}

/** The types that have a name of their own as a value. */
const TYPES: ReadonlySet<string> = new Set('bool bytes double int uint string null_type list map type'.split(' '));

/** The values of names during an evaluation. */
class Context implements NamedValues {
  readonly #variables: Variables;
  readonly #inputs: CelInputs;
  readonly #oldObject: object | null;

  constructor(inputs: CelInputs, variables: Variables, oldObject: object | null) {
    this.#inputs = inputs;
    this.#variables = variables;
    this.#oldObject = oldObject;
  }

  get(name: string): unknown {
    switch (name) {
      case 'object':
        return this.#inputs.object;
      case 'oldObject':
        return this.#oldObject;
      case 'request':
        return this.#inputs.request;
      case 'namespaceObject':
        return this.#inputs.namespaceObject;
      case 'params':
        return this.#inputs.params;
      case 'variables':
        return this.#variables.fields;
      case 'authorizer':
        throw new Unknowable(PERMISSIONS);
    }
    if (TYPES.has(name)) return new TypeOf(name);
    throw new RangeError(`Unknown variable: ${name}`);
  }
}

/** The variables of a policy during an evaluation. Each is evaluated when it is first read. */
class Variables {
  readonly #expressions: ReadonlyMap<string, CelExpression>;
  readonly #run: (expression: CelExpression) => Evaluated;
  readonly #shared: Map<CelExpression, Evaluated>;
  readonly #places: ReadonlyMap<string, number>;
  readonly #budget: Budget;
  #fields: object | undefined;
  #own: Map<string, CelOutcome> | undefined;
  /** The index of the variable that is being evaluated. */
  #current: number | undefined;

  constructor(
    expressions: ReadonlyMap<string, CelExpression>,
    places: ReadonlyMap<string, number>,
    run: (expression: CelExpression) => Evaluated,
    shared: Map<CelExpression, Evaluated>,
    budget: Budget,
  ) {
    this.#expressions = expressions;
    this.#places = places;
    this.#run = run;
    this.#shared = shared;
    this.#budget = budget;
  }

  /** The value of `variables`: one field for each. Many expressions read none. */
  get fields(): object {
    if (!this.#fields) {
      this.#fields = {};
      for (const name of this.#expressions.keys()) defineLazily(this.#fields, name, () => this.get(name));
    }
    return this.#fields;
  }

  get(name: string): unknown {
    const expression = this.#expressions.get(name);
    if (!expression) return undefined;
    // The API server refuses a policy of this kind.
    if (this.#current !== undefined && (this.#places.get(name) ?? 0) >= this.#current) {
      throw new Unknowable(usedBeforeDeclared(name));
    }
    return unwrap(this.#own?.get(name) ?? this.#outcome(name, expression));
  }

  #outcome(name: string, expression: CelExpression): CelOutcome {
    const around = this.#current;
    this.#current = this.#places.get(name) ?? 0;
    const evaluated = this.#shared.get(expression) ?? this.#run(expression);
    this.#current = around;
    this.#budget.spend(evaluated.cost);
    this.#own ??= new Map();
    this.#own.set(name, evaluated.outcome);
    if (expression.dependsOnObjectOnly) this.#shared.set(expression, evaluated);
    return evaluated.outcome;
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
