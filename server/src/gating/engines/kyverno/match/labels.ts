import { type LabelComparison, LabelSelector, readPairs, readSelector } from '../../../../admission/label-selector';
import type { YamlValue } from '../../../../manifest/value';
import { hasWildcard, matchesWildcard } from '../../../../text/wildcard';

/** Keys and values in Kyverno selectors can have wildcards ("Selecting Resources"). */
const WILDCARDS: LabelComparison = { isPattern: hasWildcard, matches: matchesWildcard };

/** Compiles a label selector. */
export function wildcardSelector(selector: YamlValue): LabelSelector {
  return new LabelSelector(readSelector(selector), WILDCARDS);
}

/** Compiles pairs that labels or annotations must have. */
export function wildcardPairs(pairs: YamlValue): LabelSelector {
  return new LabelSelector(readPairs(pairs), WILDCARDS);
}
