/** Macros that are true or false of all items together. */
export const QUANTIFIERS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'existsOne']);
/** Macros that make something else of items, or of a value that may be missing. */
export const TRANSFORMS: ReadonlySet<string> = new Set([
  ...['map', 'filter', 'transformList', 'transformMap', 'transformMapEntry', 'sortBy', 'optMap', 'optFlatMap'],
]);
/** Calls whose first arguments are names for what their last ones are about ("Macros", CEL language definition). */
export const MACROS: ReadonlySet<string> = new Set([...QUANTIFIERS, ...TRANSFORMS, 'bind']);
