/**
 * A name with a `*` before or behind it, as Gatekeeper compares namespaces and names (How to use Gatekeeper, "The match
 * field").
 */
export type GatekeeperWildcard = (text: string) => boolean;

export function toWildcard(pattern: string): GatekeeperWildcard {
  const isOpenBefore = pattern.startsWith('*');
  const isOpenBehind = pattern.endsWith('*');
  const bare = pattern.slice(isOpenBefore ? 1 : 0, isOpenBehind && pattern.length > 1 ? -1 : undefined);
  if (isOpenBefore && isOpenBehind) return (text) => text.includes(bare);
  if (isOpenBefore) return (text) => text.endsWith(bare);
  return isOpenBehind ? (text) => text.startsWith(bare) : (text) => text === bare;
}

/**
 * Whether the name that the API server generates from a prefix matches a pattern.
 * @param beginning `metadata.generateName`
 */
export function generatedNameMeets(pattern: string, beginning: string): 'yes' | 'no' | 'unknown' {
  if (pattern.startsWith('*')) return pattern.endsWith('*') && toWildcard(pattern)(beginning) ? 'yes' : 'unknown';
  const start = pattern.endsWith('*') ? pattern.slice(0, -1) : pattern;
  if (pattern.endsWith('*') && beginning.startsWith(start)) return 'yes';
  return start.startsWith(beginning) ? 'unknown' : 'no';
}
