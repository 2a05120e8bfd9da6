import type { Cause } from './cause';

/** Thrown if a required value is not known before the request, or is not evaluated here. */
export class Unknowable extends Error {
  override readonly cause: Cause;

  constructor(cause: Cause) {
    // The place where it was thrown is not used, and engines take longer to note it than to evaluate.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(cause.kind);
    Error.stackTraceLimit = stackTraceLimit;
    this.cause = cause;
  }
}

/** A place in data whose value is not known. */
export class Unknown {
  readonly cause: Cause;
  /** Whether the place certainly exists, so `has` is true. */
  readonly isThere: boolean;
  /** The getter. It is the same function everywhere, so that objects with it keep one shape in the engine. */
  readonly read: () => never;

  /** @param presence `is there` if only the value is not known */
  constructor(cause: Cause, presence?: 'is there') {
    this.cause = cause;
    this.isThere = presence === 'is there';
    this.read = () => {
      throw new Unknowable(cause);
    };
  }
}
