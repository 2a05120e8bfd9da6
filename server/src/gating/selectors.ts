import type { YamlValue } from '../manifest/value';
import type { Answer } from './gate';
import type { GatedNamespace } from './gated-pod';

type Labels = Readonly<Record<string, string>>;

/** The label that every namespace has, with its name (Well-Known Labels, `kubernetes.io/metadata.name`). */
export const NAME_LABEL = 'kubernetes.io/metadata.name';

/**
 * Whether labels meet a selector; one that is empty or missing selects everything (API reference, LabelSelector).
 * @param isWhole whether these are all the labels: of others, a missing one may only not be known
 */
export function selects(selector: YamlValue, labels: Labels, isWhole = true): Answer {
  const answer = (key: string, met: (value: string | undefined) => boolean): Answer => {
    const isKnown = Object.hasOwn(labels, key);
    if (!isKnown && !isWhole) return 'unknown';
    return met(isKnown ? labels[key] : undefined) ? 'yes' : 'no';
  };
  return all([
    ...selector.get('matchLabels').entries.map(({ key, value }) => answer(key, (label) => label === value.label)),
    ...selector.get('matchExpressions').items.map((expression) => {
      const values = expression.get('values').items.flatMap(({ label }) => label ?? []);
      return answer(expression.get('key').string ?? '', (label) => {
        switch (expression.get('operator').string) {
          case 'In':
            return label !== undefined && values.includes(label);
          case 'NotIn':
            return label === undefined || !values.includes(label);
          case 'Exists':
            return label !== undefined;
          case 'DoesNotExist':
            return label === undefined;
          default:
            return false;
        }
      });
    }),
  ]);
}

/** Whether it selects everything. */
export function isEmptySelector(selector: YamlValue): boolean {
  return selector.get('matchLabels').entries.length + selector.get('matchExpressions').items.length === 0;
}

/** Whether a namespace's labels meet a selector. */
export function selectsNamespace(selector: YamlValue, namespace: GatedNamespace | undefined): Answer {
  if (isEmptySelector(selector)) return 'yes';
  if (!namespace) return 'unknown';
  const labels = { ...namespace.manifest?.labels, [NAME_LABEL]: namespace.name };
  return selects(selector, labels, namespace.manifest !== undefined);
}

/** Whether all of some conditions hold. */
export function all(answers: readonly Answer[]): Answer {
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}

/** Whether one of some conditions holds. */
export function any(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

export function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown';
}
