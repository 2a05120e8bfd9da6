import type { AdmissionObject, AdmissionPod } from '../../../admission/admission-pod';
import {
  APPLIES,
  type Applicability,
  applicabilityOf,
  type Condition,
  dependsOnNamespace,
  doesNotApply,
  leavingLabelsOut,
  leavingNamespacesOut,
  mayApply,
  remembered,
} from '../../../admission/applicability';
import { LabelSelector } from '../../../admission/label-selector';
import { oneIs, type TextList, textsIn } from '../../../admission/text-list';
import { sharedBy } from '../../../cause/shared';
import { jsonAt } from '../../../manifest/json';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { generatedNameMeets, toWildcard } from './wildcard';

/**
 * The match of a constraint (How to use Gatekeeper, "The match field"), compiled once: its conditions, the cheap ones
 * first.
 */
export class ConstraintMatch {
  readonly #conditions: readonly Condition[];
  readonly #kinds: Condition;

  /** @param expansions the ExpansionTemplates of the workspace */
  constructor(match: YamlValue, expansions: readonly Resource[]) {
    this.#kinds = byKind(match.get('kinds'));
    const conditions = [
      match.get('scope').string === 'Cluster' ? () => OF_CLUSTER : undefined,
      byNamespace(match.get('namespaces'), match.get('excludedNamespaces')),
      byName(match.get('name').string ?? ''),
      byLabels(match.get('labelSelector')),
      byNamespaceLabels(match.get('namespaceSelector')),
      match.get('source').string === 'Generated' ? bySource(expansions) : undefined,
    ];
    this.#conditions = [this.#kinds, ...conditions.flatMap((condition) => condition ?? [])];
  }

  /** Whether the constraint applies to an object of a pod. */
  isAbout(object: AdmissionObject, pod: AdmissionPod): Applicability {
    return applicabilityOf(this.#conditions, object, pod);
  }

  /** Whether the constraint applies to objects of a kind. */
  isAboutKind(object: AdmissionObject, pod: AdmissionPod): boolean {
    return this.#kinds(object, pod).answer !== 'no';
  }
}

const OF_CLUSTER = doesNotApply({ kind: 'cluster-scoped-only' });
const UNREADABLE_KINDS = mayApply({ kind: 'partly-unreadable', field: 'kinds' });
const UNREADABLE_NAMESPACES = mayApply({ kind: 'unreadable-namespaces', of: 'match' });
const UNREADABLE_LABELS = mayApply({ kind: 'unreadable', field: 'labelSelector' });
const UNREADABLE_NAMESPACE_LABELS = mayApply({ kind: 'unreadable', field: 'namespaceSelector' });
const GENERATED_ONLY = doesNotApply({ kind: 'generated-pods-only' });
const NO_EXPANSION = mayApply({
  kind: 'not-in-workspace',
  what: 'ExpansionTemplate',
  resource: 'ExpansionTemplate',
  name: undefined,
});
const kindDiffers = sharedBy((of: string) => doesNotApply({ kind: 'kind-differs', of, by: 'kinds' }));
const labelsDiffer = leavingLabelsOut('labelSelector');
const isNotIn = leavingNamespacesOut('namespaces');
const isExcluded = leavingNamespacesOut('excludedNamespaces');
const isNotSelected = leavingNamespacesOut('namespaceSelector');

/** A missing or empty list selects all kinds. */
function byKind(value: YamlValue): Condition {
  const maps = value.items.filter(({ isMap }) => isMap);
  const entries = maps.map((entry) => ({
    groups: textsIn(entry.get('apiGroups')),
    kinds: textsIn(entry.get('kinds')),
  }));
  const has = (list: TextList, word: string): boolean =>
    list.items.some(({ text }) => text === '*' || text === word) || (list.items.length === 0 && list.isWhole);
  // The API server refuses an item that isn't a map, such as only the name of a kind.
  const isWhole =
    maps.length === value.items.length && entries.every(({ groups, kinds }) => groups.isWhole && kinds.isWhole);
  return remembered(
    ({ group, kind }) => `${group}/${kind}`,
    ({ group, kind }) => {
      if (value.items.length === 0 || entries.some((entry) => has(entry.kinds, kind) && has(entry.groups, group)))
        return APPLIES;
      return isWhole ? kindDiffers(kind) : UNREADABLE_KINDS;
    },
  );
}

function byNamespace(included: YamlValue, excluded: YamlValue): Condition | undefined {
  const [isIn, isOut] = [toNamespaces(included), toNamespaces(excluded)];
  if (!isIn && !isOut) return undefined;
  return remembered(
    (_, { namespace }) => namespace?.name,
    (_, pod) => {
      const name = pod.namespace?.name;
      const inside = isIn?.(name) ?? 'yes';
      if (inside === 'no') return isNotIn(name);
      const outside = isOut?.(name) ?? 'no';
      if (outside === 'yes') return isExcluded(name);
      if (inside === 'yes' && outside === 'no') return APPLIES;
      return name === undefined ? dependsOnNamespace(pod) : UNREADABLE_NAMESPACES;
    },
  );
}

function byName(pattern: string): Condition | undefined {
  if (pattern === '') return undefined;
  const matches = toWildcard(pattern);
  const other = doesNotApply({ kind: 'name-differs', pattern });
  const open = mayApply({ kind: 'cluster-name', pattern });
  return ({ name, data }) => {
    const beginning = jsonAt(data, 'metadata', 'generateName');
    const isMet =
      name === undefined ? generatedNameMeets(pattern, String(beginning ?? '')) : matches(name) ? 'yes' : 'no';
    if (isMet === 'no') return other;
    return isMet === 'yes' ? APPLIES : open;
  };
}

function byLabels(value: YamlValue): Condition | undefined {
  const selector = LabelSelector.of(value);
  if (selector.isEmpty) return undefined;
  return ({ kind, labels }) => {
    const answer = selector.selects(labels);
    if (answer === 'unknown') return UNREADABLE_LABELS;
    return answer === 'yes' ? APPLIES : labelsDiffer(kind);
  };
}

function byNamespaceLabels(value: YamlValue): Condition | undefined {
  const selector = LabelSelector.of(value);
  if (selector.isEmpty) return undefined;
  return (_, pod) => {
    const answer = selector.selectsNamespace(pod.namespace);
    if (answer === 'unknown' && pod.namespace?.manifest) return UNREADABLE_NAMESPACE_LABELS;
    if (answer === 'unknown') return dependsOnNamespace(pod);
    return answer === 'yes' ? APPLIES : isNotSelected(pod.namespace?.name);
  };
}

/**
 * Pods of the cluster are original; generated pods are those that Gatekeeper expands from workloads ("Match Source").
 */
function bySource(expansions: readonly Resource[]): Condition {
  return (_, pod) => {
    const [only] = pod.objects;
    if (pod.objects.length === 1 && only?.name !== undefined) return GENERATED_ONLY;
    const isExpanded = pod.objects.some((object) => expansions.some((expansion) => expands(expansion, object)));
    return isExpanded ? APPLIES : NO_EXPANSION;
  };
}

/** Whether an ExpansionTemplate expands an object to pods (Validation of Workload Resources, "ExpansionTemplate"). */
function expands({ value }: Resource, object: AdmissionObject): boolean {
  if (value.at('spec', 'generatedGVK', 'kind').string !== 'Pod') return false;
  return value.at('spec', 'applyTo').items.some((entry) =>
    [
      ['groups', object.group],
      ['kinds', object.kind],
      ['versions', object.version],
    ].every(([key = '', word = '']) => entry.get(key).strings.includes(word)),
  );
}

type NamespaceList = (name: string | undefined) => 'yes' | 'no' | 'unknown';

function toNamespaces(value: YamlValue): NamespaceList | undefined {
  const list = textsIn(value);
  if (list.items.length === 0 && list.isWhole) return undefined;
  const patterns = new Map(list.items.map(({ text }) => [text, toWildcard(text)]));
  const isAny = patterns.has('*');
  return (name) => {
    if (isAny) return 'yes';
    return name === undefined ? 'unknown' : oneIs(list, (text) => patterns.get(text)?.(name) ?? false);
  };
}
