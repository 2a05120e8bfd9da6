import type { Cause } from '../../cause/cause';

/** The words for each kind of some causes: a clause without a full stop. */
export type Words<Of extends Cause> = {
  readonly [Kind in Of['kind']]: string | ((cause: Extract<Of, { readonly kind: Kind }>) => string);
};
