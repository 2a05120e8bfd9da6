/** The values of names: variables, and what macros name. */
export interface NamedValues {
  /** @throws Unknowable, Failure */
  get(name: string): unknown;
}
