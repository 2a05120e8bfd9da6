import type { ElsewhereCause } from './elsewhere';
import type { ExpressionCause } from './expression';
import type { ImageCause } from './image';
import type { ScopeCause } from './scope';

/**
 * The reason for a result of a gate: a kind, and details as data. Only `gating/words` makes text from it. There can be
 * millions of decisions, so equal causes are one object (see `sharedBy`).
 */
export type Cause = ScopeCause | ElsewhereCause | ExpressionCause | ImageCause | DependentCause;

/** Something is unknown because something else is unknown. */
export interface DependentCause {
  readonly kind: 'preconditions-unknown';
  readonly because: Cause;
}
