import type { YamlValue } from '../manifest/value';
import { own } from '../text/own';
import type { AdmissionNamespace } from './admission-pod';
import { type Answer, not } from './answers';
import { isNoList, isNoMap } from './text-list';

/** The label of every namespace. Its value is the name of the namespace (Well-Known Labels, `kubernetes.io/metadata.name`). */
export const NAME_LABEL = 'kubernetes.io/metadata.name';

type Labels = Readonly<Record<string, string>>;

/** A label selector as plain data (API reference, LabelSelector). */
export interface SelectorFields {
  /** The entries of `matchLabels`, each as a requirement with one value. */
  readonly labels: readonly LabelRequirement[];
  readonly expressions: readonly LabelRequirement[];
  /** False if it has template expressions, or if a field has the wrong type. */
  readonly isReadable: boolean;
}

/** API reference, LabelSelectorRequirement. */
interface LabelRequirement {
  readonly key: string;
  readonly operator: string | undefined;
  readonly values: readonly string[];
  /** False if a value is a template expression. */
  readonly isWhole: boolean;
}

/** How a selector compares its keys and values with labels. */
export interface LabelComparison {
  /** Whether a key of `matchLabels` is a pattern, which can match several labels. */
  isPattern(key: string): boolean;
  matches(written: string, text: string): boolean;
}

const EQUALITY: LabelComparison = { isPattern: () => false, matches: (written, text) => written === text };

/** Reads a selector. */
export function readSelector(selector: YamlValue): SelectorFields {
  const [labels, expressions] = [selector.get('matchLabels'), selector.get('matchExpressions')];
  return {
    labels: readPairs(labels).labels,
    expressions: expressions.items.map((expression) =>
      toRequirement(
        expression.get('key').label ?? '',
        expression.get('operator').string,
        expression.get('values').items,
      ),
    ),
    isReadable: !isNoMap(selector) && !isNoMap(labels) && !isNoList(expressions),
  };
}

/** Reads a map of keys and values, such as `matchLabels`. */
export function readPairs(pairs: YamlValue): SelectorFields {
  const labels = pairs.entries.map(({ key, value }) => toRequirement(key, 'In', [value]));
  return { labels, expressions: [], isReadable: !isNoMap(pairs) };
}

function toRequirement(key: string, operator: string | undefined, items: readonly YamlValue[]): LabelRequirement {
  const values = items.flatMap(({ label }) => (label === undefined || label.includes('{{') ? [] : label));
  return { key, operator, values, isWhole: values.length === items.length };
}

/** A label selector. */
export class LabelSelector {
  readonly isEmpty: boolean;
  readonly isReadable: boolean;
  readonly #fields: SelectorFields;
  readonly #comparison: LabelComparison;

  constructor(fields: SelectorFields, comparison = EQUALITY) {
    this.#fields = fields;
    this.#comparison = comparison;
    this.isReadable = fields.isReadable;
    this.isEmpty = fields.isReadable && fields.labels.length === 0 && fields.expressions.length === 0;
  }

  /** A selector with the semantics of Kubernetes. */
  static of(selector: YamlValue): LabelSelector {
    return new LabelSelector(readSelector(selector));
  }

  /** @param isWhole whether these are all labels; if not, a missing label may exist */
  selects(labels: Labels, isWhole = true): Answer {
    let answer: Answer = this.isReadable ? 'yes' : 'unknown';
    for (const requirement of this.#fields.labels) {
      const met = this.#hasPair(requirement, labels, isWhole);
      if (met === 'no') return 'no';
      if (met === 'unknown') answer = 'unknown';
    }
    for (const requirement of this.#fields.expressions) {
      const met = this.#isMet(requirement, labels, isWhole);
      if (met === 'no') return 'no';
      if (met === 'unknown') answer = 'unknown';
    }
    return answer;
  }

  selectsNamespace(namespace: AdmissionNamespace | undefined): Answer {
    if (this.isEmpty) return 'yes';
    if (!namespace) return 'unknown';
    return this.selects(labelsOf(namespace), namespace.manifest !== undefined);
  }

  #hasPair(requirement: LabelRequirement, labels: Labels, isWhole: boolean): Answer {
    const { key, values } = requirement;
    if (!this.#comparison.isPattern(key)) return this.#isMet(requirement, labels, isWhole);
    const { matches } = this.#comparison;
    const isThere = Object.entries(labels).some(
      ([name, label]) => matches(key, name) && values.some((value) => matches(value, label)),
    );
    return isThere ? 'yes' : isWhole && requirement.isWhole ? 'no' : 'unknown';
  }

  #isMet(requirement: LabelRequirement, labels: Labels, isWhole: boolean): Answer {
    const label = own(labels, requirement.key);
    if (label === undefined && !isWhole) return 'unknown';
    switch (requirement.operator) {
      case 'In':
        return this.#isIn(requirement, label);
      case 'NotIn':
        return not(this.#isIn(requirement, label));
      case 'Exists':
        return label !== undefined ? 'yes' : 'no';
      case 'DoesNotExist':
        return label === undefined ? 'yes' : 'no';
      case undefined:
        return 'unknown';
      default:
        return 'no';
    }
  }

  #isIn({ values, isWhole }: LabelRequirement, label: string | undefined): Answer {
    if (label === undefined) return 'no';
    if (values.some((value) => this.#comparison.matches(value, label))) return 'yes';
    return isWhole ? 'no' : 'unknown';
  }
}

const namespaceLabels = new WeakMap<AdmissionNamespace, Labels>();

/** The known labels of a namespace. The label with its name is always known. */
function labelsOf(namespace: AdmissionNamespace): Labels {
  let labels = namespaceLabels.get(namespace);
  if (!labels) {
    labels = { ...namespace.manifest?.labels, [NAME_LABEL]: namespace.name };
    namespaceLabels.set(namespace, labels);
  }
  return labels;
}
