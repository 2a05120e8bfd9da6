import { jsonAt } from '../../../manifest/json';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { ASKED, type Asked, askAll, type Condition, dependsOnNamespace, isNotAsked, remembered } from '../../asked';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { LabelSelector } from '../../label-selector';
import { oneIs, type TextList, textsIn } from '../../text-list';
import { generatedNameMeets, toWildcard } from './wildcard';

/**
 * What a constraint is about (How to use Gatekeeper, "The match field"), read once: the conditions that it has, the cheap
 * ones first.
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

  /** Whether it is about an object of a pod's. */
  isAbout(object: AdmittedObject, pod: GatedPod): Asked {
    return askAll(this.#conditions, object, pod);
  }

  /** Whether it is about objects of a kind. */
  isAboutKind(object: AdmittedObject, pod: GatedPod): boolean {
    return this.#kinds(object, pod).answer !== 'no';
  }
}

const OF_CLUSTER = isNotAsked('its `match` has only objects without a namespace');

/** A list that is missing or empty stands for all. */
function byKind(value: YamlValue): Condition {
  const maps = value.items.filter(({ isMap }) => isMap);
  const entries = maps.map((entry) => ({
    groups: textsIn(entry.get('apiGroups')),
    kinds: textsIn(entry.get('kinds')),
  }));
  const has = (list: TextList, word: string): boolean =>
    list.items.some(({ text }) => text === '*' || text === word) || (list.items.length === 0 && list.isWhole);
  // What is no map, such as the name of a kind alone, is nothing that the API server takes.
  const isWhole =
    maps.length === value.items.length && entries.every(({ groups, kinds }) => groups.isWhole && kinds.isWhole);
  return remembered(
    ({ group, kind }) => `${group}/${kind}`,
    ({ group, kind }) => {
      if (value.items.length === 0 || entries.some((entry) => has(entry.kinds, kind) && has(entry.groups, group)))
        return ASKED;
      if (!isWhole) return { answer: 'unknown', reason: 'not all of its `kinds` can be read' };
      return isNotAsked(`its \`kinds\` do not have the ${kind}`);
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
      if (inside === 'no') return isNotAsked(`its \`namespaces\` do not have "${name}"`);
      const outside = isOut?.(name) ?? 'no';
      if (outside === 'yes') return isNotAsked(`it excludes the namespace "${name}"`);
      if (inside === 'yes' && outside === 'no') return ASKED;
      if (name === undefined) return dependsOnNamespace(pod);
      return { answer: 'unknown', reason: 'not all of the namespaces in its `match` can be read' };
    },
  );
}

function byName(pattern: string): Condition | undefined {
  if (pattern === '') return undefined;
  const matches = toWildcard(pattern);
  const other = isNotAsked(`its \`match\` has only objects that are called \`${pattern}\``);
  return ({ name, data }) => {
    const beginning = jsonAt(data, 'metadata', 'generateName');
    const isMet =
      name === undefined ? generatedNameMeets(pattern, String(beginning ?? '')) : matches(name) ? 'yes' : 'no';
    if (isMet === 'no') return other;
    return isMet === 'yes'
      ? ASKED
      : { answer: isMet, reason: `it depends on the name that the pod gets (\`${pattern}\`)` };
  };
}

function byLabels(value: YamlValue): Condition | undefined {
  const selector = new LabelSelector(value);
  if (selector.isEmpty) return undefined;
  return ({ kind, labels }) => {
    const answer = selector.selects(labels);
    if (answer === 'unknown') return { answer, reason: 'its `labelSelector` can not be read' };
    return answer === 'yes' ? ASKED : isNotAsked(`its \`labelSelector\` does not meet the labels of the ${kind}`);
  };
}

function byNamespaceLabels(value: YamlValue): Condition | undefined {
  const selector = new LabelSelector(value);
  if (selector.isEmpty) return undefined;
  return (_, pod) => {
    const answer = selector.selectsNamespace(pod.namespace);
    if (answer === 'unknown' && pod.namespace?.manifest)
      return { answer, reason: 'its `namespaceSelector` can not be read' };
    if (answer === 'unknown') return dependsOnNamespace(pod);
    return answer === 'yes' ? ASKED : isNotAsked(`its \`namespaceSelector\` leaves "${pod.namespace?.name}" out`);
  };
}

/** Pods of the cluster are original; generated are those that Gatekeeper imagines of workloads ("Match Source"). */
function bySource(expansions: readonly Resource[]): Condition {
  return (_, pod) => {
    const [only] = pod.objects;
    if (pod.objects.length === 1 && only?.name !== undefined) {
      return isNotAsked('it is only about the pods that Gatekeeper generates from workloads (`source: Generated`)');
    }
    const isExpanded = pod.objects.some((object) => expansions.some((expansion) => expands(expansion, object)));
    if (isExpanded) return ASKED;
    const reason = 'it depends on an ExpansionTemplate for the workload, which this workspace does not have';
    return { answer: 'unknown', reason };
  };
}

/** Whether an ExpansionTemplate makes pods of an object (Validation of Workload Resources, "ExpansionTemplate"). */
function expands({ value }: Resource, object: AdmittedObject): boolean {
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
