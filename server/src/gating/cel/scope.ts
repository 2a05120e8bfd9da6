import type { Bound, DataSize } from './cost';
import { defineLazily } from './data';
import { CelExpression, type CelOutcome, Failure, Unknowable } from './expression';

/** The values that expressions refer to (`object`, `request`, …), as `toCel` makes them, and how large they are. */
export interface CelInputs {
  readonly data: object;
  readonly size: DataSize;
}

/** The expressions of one policy, which share its variables. */
export class CelScope {
  readonly #variables: ReadonlyMap<string, CelExpression>;
  readonly #costs = new WeakMap<DataSize, Map<CelExpression, number>>();

  /** @param variables by name, as expressions */
  constructor(variables: ReadonlyMap<string, string>) {
    this.#variables = new Map([...variables].map(([name, text]) => [name, new CelExpression(text)]));
  }

  /** Opens the scope for one evaluation of the policy: variables are evaluated when they are asked for, once. */
  open({ data, size }: CelInputs): (expression: CelExpression) => CelOutcome {
    const given: object = Object.create(data);
    const run = (expression: CelExpression): CelOutcome => expression.evaluate(given, this.#cost(expression, size));
    defineLazily(given, 'variables', () => variables);
    const variables = {};
    for (const [name, expression] of this.#variables) {
      let outcome: CelOutcome | undefined;
      defineLazily(variables, name, () => {
        // A variable that asks for itself finds that nobody knows.
        const known = outcome;
        outcome ??= { kind: 'unknown', reason: `the variable ${name} refers to itself` };
        if (!known) outcome = run(expression);
        return unwrap(outcome);
      });
    }
    return run;
  }

  #cost(expression: CelExpression, size: DataSize): number {
    let costs = this.#costs.get(size);
    if (!costs) {
      costs = new Map();
      this.#costs.set(size, costs);
    }
    let cost = costs.get(expression);
    if (cost === undefined) {
      cost = this.#bound(expression, size).cost;
      costs.set(expression, cost);
    }
    return cost;
  }

  #bound(expression: CelExpression, size: DataSize, around: readonly string[] = []): Bound {
    return expression.bound(size, (name) => {
      const variable = around.includes(name) ? undefined : this.#variables.get(name);
      return variable && this.#bound(variable, size, [...around, name]);
    });
  }
}

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
