import type { Kind } from './kinds.ts';

/**
 * A change to a pod, with which the API server may refuse it or not: that is for the server to say. Both are written side by
 * side, the fault and its near misses.
 */
export interface Variant {
  /** What it is about: the id of a rule. */
  readonly rule: string;
  readonly name: string;
  /**
   * New values by their paths, such as `spec.hostNetwork` or `metadata.annotations`; `undefined` removes a field. A path that begins
   * with `container` is in one of the containers of the pod, each time in another.
   */
  readonly set: Readonly<Record<string, unknown>>;
  /** The kinds of workloads that it makes sense in; all if it is not set. */
  readonly kinds?: readonly Kind[];
}
