import type { YamlValue } from '../manifest/value';
import type { Answer } from './gate';
import type { GatedNamespace } from './gated-pod';
import { isNoList, isNoMap } from './text-list';

/** The label that every namespace has, with its name (Well-Known Labels, `kubernetes.io/metadata.name`). */
export const NAME_LABEL = 'kubernetes.io/metadata.name';

type Labels = Readonly<Record<string, string>>;

interface Requirement {
  readonly key: string;
  isMet(label: string | undefined): Answer;
}

/** A label selector that many objects are asked about, read once (API reference, LabelSelector). */
export class LabelSelector {
  readonly isEmpty: boolean;
  /** What of it a template still has to fill in is never taken for a yes. */
  readonly isReadable: boolean;
  readonly #requirements: readonly Requirement[];

  constructor(selector: YamlValue) {
    const [labels, expressions] = [selector.get('matchLabels'), selector.get('matchExpressions')];
    this.#requirements = [
      ...labels.entries.map(({ key, value }) => ({ key, isMet: isOneOf([value], (isIn) => isIn) })),
      ...expressions.items.map(toRequirement),
    ];
    this.isReadable = !isNoMap(selector) && !isNoMap(labels) && !isNoList(expressions);
    this.isEmpty = this.#requirements.length === 0 && this.isReadable;
  }

  /** @param isWhole whether these are all the labels: of others, a missing one may only not be known */
  selects(labels: Labels, isWhole = true): Answer {
    return this.#ask(labels, undefined, isWhole);
  }

  selectsNamespace(namespace: GatedNamespace | undefined): Answer {
    if (this.isEmpty) return 'yes';
    if (!namespace) return 'unknown';
    return this.#ask(namespace.manifest?.labels ?? {}, namespace.name, namespace.manifest !== undefined);
  }

  /** @param name that of a namespace, which is one of its labels */
  #ask(labels: Labels, name: string | undefined, isWhole: boolean): Answer {
    let answer: Answer = this.isReadable ? 'yes' : 'unknown';
    for (const { key, isMet } of this.#requirements) {
      const label =
        name !== undefined && key === NAME_LABEL ? name : Object.hasOwn(labels, key) ? labels[key] : undefined;
      const met = label === undefined && !isWhole ? 'unknown' : isMet(label);
      if (met === 'no') return 'no';
      if (met === 'unknown') answer = 'unknown';
    }
    return answer;
  }
}

function toRequirement(expression: YamlValue): Requirement {
  const key = expression.get('key').string ?? '';
  const values = expression.get('values').items;
  switch (expression.get('operator').string) {
    case 'In':
      return { key, isMet: isOneOf(values, (isIn) => isIn) };
    case 'NotIn':
      return { key, isMet: isOneOf(values, (isIn) => !isIn) };
    case 'Exists':
      return { key, isMet: (label) => (label !== undefined ? 'yes' : 'no') };
    case 'DoesNotExist':
      return { key, isMet: (label) => (label === undefined ? 'yes' : 'no') };
    default:
      return { key, isMet: () => (expression.get('operator').string === undefined ? 'unknown' : 'no') };
  }
}

/** @param isWanted whether the label's being one of the values is what is asked for */
function isOneOf(values: readonly YamlValue[], isWanted: (isIn: boolean) => boolean): Requirement['isMet'] {
  const known = new Set(values.flatMap(({ label }) => (label === undefined || label.includes('{{') ? [] : label)));
  const isWhole = values.every(({ label }) => label !== undefined && !label.includes('{{'));
  const [inside, outside] = [isWanted(true), isWanted(false)].map((isMet): Answer => (isMet ? 'yes' : 'no'));
  return (label) => {
    if (label !== undefined && known.has(label)) return inside ?? 'unknown';
    return label === undefined || isWhole ? (outside ?? 'unknown') : 'unknown';
  };
}
