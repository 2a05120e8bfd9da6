import type { Cause } from '../../../../cause/cause';
import { policySays } from '../../../../cause/policy-says';
import { Unknowable } from '../../../../cause/unknown';
import { attempt } from '../decision/decisions';
import { templateExpression } from '../expression/template';
import type { Variables } from '../expression/variables';

/** An expression that the message replaces with its value, if no other expression is inside of it ("Variables"). */
const VARIABLE = /\{\{((?:\{[^{}]*\}|[^{}])*)\}\}/g;
/** People read the message: for a longer value, it keeps the expression. */
const LONGEST = 200;

/** The message of a rule to users, on one line. */
export class Message {
  readonly #text: string;
  /** The message if it has no variables, which is the same for all pods. */
  readonly #fixed: Cause | undefined;

  /** @param written the message of the rule; without it, the message names the rule */
  constructor(written: string | undefined, rule: string) {
    this.#text = written ?? '';
    if (!written) this.#fixed = { kind: 'rule-fails', rule };
    else if (!written.includes('{{')) this.#fixed = policySays(written);
  }

  /** The message with the values of its variables. Unknown variables stay as written. */
  filledIn(variables: () => Variables): Cause {
    return this.#fixed ?? policySays(this.#withValues(variables));
  }

  #withValues(variables: () => Variables): string {
    return this.#text.replace(VARIABLE, (written, inner: string) => {
      const value = attempt(() => templateExpression(inner).existing(variables()));
      if (value instanceof Unknowable) return written;
      const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ');
      return text.length > LONGEST ? written : text;
    });
  }
}
