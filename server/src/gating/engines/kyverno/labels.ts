import type { YamlValue } from '../../../manifest/value';
import { all } from '../../answers';
import type { Answer } from '../../gate';
import { hasWildcard, matchesWildcard } from './wildcard';

type Labels = Readonly<Record<string, string>>;

/** Whether labels are selected; `isWhole` says whether these are all of them: of others, one may only not be known. */
export type LabelSelector = (labels: Labels, isWhole: boolean) => Answer;

/** Reads a selector; unlike Kubernetes' own, its keys and values may have wildcards ("Selecting Resources"). */
export function compileSelector(selector: YamlValue): LabelSelector {
  return conjunction([
    compilePairs(selector.get('matchLabels')),
    ...selector.get('matchExpressions').items.map(compileExpression),
  ]);
}

/** Reads pairs that labels or annotations have to have, with wildcards in keys and values. */
export function compilePairs(pairs: YamlValue): LabelSelector {
  return conjunction(
    pairs.entries.map(({ key, value }) => {
      const wanted = value.label ?? '';
      return hasWildcard(key) ? hasPairLike(key, wanted) : onLabel(key, (own) => matchesOwn(wanted, own));
    }),
  );
}

function conjunction(selectors: readonly LabelSelector[]): LabelSelector {
  return (labels, isWhole) => all(selectors.map((selector) => selector(labels, isWhole)));
}

function hasPairLike(key: string, wanted: string): LabelSelector {
  return (labels, isWhole) => {
    const isThere = Object.entries(labels).some(
      ([name, own]) => matchesWildcard(key, name) && matchesWildcard(wanted, own),
    );
    return isThere ? 'yes' : isWhole ? 'no' : 'unknown';
  };
}

function onLabel(key: string, isMet: (own: string | undefined) => boolean): LabelSelector {
  return (labels, isWhole) => {
    const isThere = Object.hasOwn(labels, key);
    if (!isThere && !isWhole) return 'unknown';
    return isMet(isThere ? labels[key] : undefined) ? 'yes' : 'no';
  };
}

function matchesOwn(wanted: string, own: string | undefined): boolean {
  return own !== undefined && matchesWildcard(wanted, own);
}

/** An expression of a selector (API reference, LabelSelectorRequirement). */
function compileExpression(expression: YamlValue): LabelSelector {
  const values = expression.get('values').items.flatMap(({ label }) => label ?? []);
  const isIn = (own: string | undefined): boolean => values.some((value) => matchesOwn(value, own));
  return onLabel(expression.get('key').label ?? '', (own) => {
    switch (expression.get('operator').label) {
      case 'In':
        return isIn(own);
      case 'NotIn':
        return !isIn(own);
      case 'Exists':
        return own !== undefined;
      case 'DoesNotExist':
        return own === undefined;
      default:
        return false;
    }
  });
}
