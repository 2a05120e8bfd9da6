/** The values of names: variables, and what macros name. */
export interface Names {
  /** @throws Unknowable, Failure */
  get(name: string): unknown;
}
