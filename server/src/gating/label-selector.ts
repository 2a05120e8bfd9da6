import type { YamlValue } from '../manifest/value';
import type { Answer } from './gate';
import type { GatedNamespace } from './gated-pod';
import { NAME_LABEL } from './selectors';

type Labels = Readonly<Record<string, string>>;

interface Requirement {
  readonly key: string;
  isMet(label: string | undefined): boolean;
}

/** A label selector that many objects are asked about, read once (API reference, LabelSelector). */
export class LabelSelector {
  readonly isEmpty: boolean;
  readonly #requirements: readonly Requirement[];

  constructor(selector: YamlValue) {
    this.#requirements = [
      ...selector.get('matchLabels').entries.map(({ key, value: { label: wanted } }) => ({
        key,
        isMet: (label: string | undefined) => label === wanted,
      })),
      ...selector.get('matchExpressions').items.map(toRequirement),
    ];
    this.isEmpty = this.#requirements.length === 0;
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
    let answer: Answer = 'yes';
    for (const { key, isMet } of this.#requirements) {
      const label =
        name !== undefined && key === NAME_LABEL ? name : Object.hasOwn(labels, key) ? labels[key] : undefined;
      if (label === undefined && !isWhole) answer = 'unknown';
      else if (!isMet(label)) return 'no';
    }
    return answer;
  }
}

function toRequirement(expression: YamlValue): Requirement {
  const key = expression.get('key').string ?? '';
  const values = new Set(expression.get('values').items.flatMap(({ label }) => label ?? []));
  switch (expression.get('operator').string) {
    case 'In':
      return { key, isMet: (label) => label !== undefined && values.has(label) };
    case 'NotIn':
      return { key, isMet: (label) => label === undefined || !values.has(label) };
    case 'Exists':
      return { key, isMet: (label) => label !== undefined };
    case 'DoesNotExist':
      return { key, isMet: (label) => label === undefined };
    default:
      return { key, isMet: () => false };
  }
}
