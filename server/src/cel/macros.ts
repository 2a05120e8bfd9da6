/** Macros whose result is one boolean for all items. */
export const QUANTIFIERS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'existsOne']);
/** Macros that transform items, or a value that may be missing. */
export const TRANSFORMS: ReadonlySet<string> = new Set([
  ...['map', 'filter', 'transformList', 'transformMap', 'transformMapEntry', 'sortBy', 'optMap', 'optFlatMap'],
]);
/** Calls whose first arguments are names that their last arguments use ("Macros", CEL language definition). */
export const MACROS: ReadonlySet<string> = new Set([...QUANTIFIERS, ...TRANSFORMS, 'bind']);
