import { Unknowable } from '../../../../cause/unknown';
import { own } from '../../../../text/own';
import type { Data } from './data';

/** The limit keeps a pod from storing the values of hundreds of rules. */
const MOST_REMEMBERED = 16;

/**
 * The variables that the expressions of a rule can use: those of the rule hide outer ones. Expensive variables are
 * evaluated on first use.
 */
export class Variables {
  readonly #around: Variables | undefined;
  readonly #own: Readonly<Record<string, Data>>;
  readonly #lazy: { readonly name: string; readonly evaluate: () => Data } | undefined;
  readonly #remembered = new Map<object, Data>();
  readonly #elements = new Map<readonly Data[], readonly Variables[]>();
  #state: 'new' | 'working' | 'done' = 'new';
  #value: Data = null;

  constructor(
    own: Readonly<Record<string, Data>>,
    around?: Variables,
    lazy?: { readonly name: string; readonly evaluate: () => Data },
  ) {
    this.#own = own;
    this.#around = around;
    this.#lazy = lazy;
  }

  /** These variables and one more, which is evaluated on first use. */
  withLazily(name: string, evaluate: () => Data): Variables {
    return new Variables({}, this, { name, evaluate });
  }

  /** The value of an expression that was evaluated before: rules often evaluate the same expression on a pod. */
  recall(expression: object): Data | undefined {
    return this.#remembered.get(expression);
  }

  remember(expression: object, value: Data): void {
    if (this.#remembered.size < MOST_REMEMBERED) this.#remembered.set(expression, value);
  }

  /** The variables inside of a `foreach` over a list, for each element of the list ("Validate Rules", foreach). */
  forElements(list: readonly Data[], nesting: number): readonly Variables[] {
    const known = this.#elements.get(list);
    if (known) return known;
    const made = list.map(
      (element, index) =>
        new Variables(
          { [`element${nesting}`]: element, [`elementIndex${nesting}`]: index, element, elementIndex: index },
          this,
        ),
    );
    if (this.#elements.size < MOST_REMEMBERED) this.#elements.set(list, made);
    return made;
  }

  get(name: string): Data | undefined {
    if (this.#lazy?.name === name) return this.#worked(this.#lazy.evaluate, name);
    if (Object.hasOwn(this.#own, name)) return own(this.#own, name);
    return this.#around?.get(name);
  }

  #worked(evaluate: () => Data, name: string): Data {
    if (this.#state === 'working') throw new Unknowable({ kind: 'refers-to-itself', variable: name });
    if (this.#state === 'done') return this.#value;
    this.#state = 'working';
    try {
      this.#value = evaluate();
      this.#state = 'done';
      return this.#value;
    } finally {
      if (this.#state === 'working') this.#state = 'new';
    }
  }
}
