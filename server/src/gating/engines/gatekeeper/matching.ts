import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { ASKED, type Asked, dependsOnNamespace, inTurn, isNotAsked } from '../../asked';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { selects, selectsNamespace } from '../../selectors';
import { oneIs, type TextList, textsIn } from '../../text-list';
import { generatedNameMeets, toWildcard } from './wildcard';

/** What a constraint is about (How to use Gatekeeper, "The match field"), read once. */
export class ConstraintMatch {
  readonly #match: YamlValue;
  readonly #kinds: readonly { readonly groups: TextList; readonly kinds: TextList }[];
  readonly #namespaces: NamespaceList | undefined;
  readonly #excluded: NamespaceList | undefined;
  readonly #isByLabels: boolean;
  readonly #isByNamespaceLabels: boolean;
  readonly #isOfCluster: boolean;
  readonly #source: string;
  readonly #name: string;
  readonly #expansions: readonly Resource[];

  constructor(match: YamlValue, expansions: readonly Resource[]) {
    this.#match = match;
    this.#kinds = match
      .get('kinds')
      .items.map((entry) => ({ groups: textsIn(entry.get('apiGroups')), kinds: textsIn(entry.get('kinds')) }));
    this.#namespaces = toNamespaces(match.get('namespaces'));
    this.#excluded = toNamespaces(match.get('excludedNamespaces'));
    this.#isByLabels = isSelecting(match.get('labelSelector'));
    this.#isByNamespaceLabels = isSelecting(match.get('namespaceSelector'));
    this.#isOfCluster = match.get('scope').string === 'Cluster';
    this.#source = match.get('source').string ?? 'All';
    this.#name = match.get('name').string ?? '';
    this.#expansions = expansions;
  }

  /** Whether it is about an object of a pod's; the cheap conditions come first. */
  isAbout(object: AdmittedObject, pod: GatedPod): Asked {
    return inTurn(
      () => this.#byKind(object),
      () => (this.#isOfCluster ? isNotAsked('its `match` has only objects without a namespace') : ASKED),
      () => this.#byNamespace(pod),
      () => this.#byName(object),
      () =>
        !this.#isByLabels || selects(this.#match.get('labelSelector'), object.labels) === 'yes'
          ? ASKED
          : isNotAsked(`its \`labelSelector\` does not meet the labels of the ${object.kind}`),
      () => this.#byNamespaceLabels(pod),
      () => this.#bySource(pod),
    );
  }

  /** A list that is missing or empty stands for all. */
  #byKind({ group, kind }: AdmittedObject): Asked {
    if (this.#kinds.length === 0) return ASKED;
    const has = (list: TextList, word: string): boolean =>
      list.items.some(({ text }) => text === '*' || text === word) || (list.items.length === 0 && list.isWhole);
    const isMet = this.#kinds.some(({ groups, kinds }) => has(kinds, kind) && has(groups, group));
    if (isMet) return ASKED;
    if (this.#kinds.some(({ groups, kinds }) => !groups.isWhole || !kinds.isWhole)) {
      return { answer: 'unknown', reason: 'not all of its `kinds` can be read' };
    }
    return isNotAsked(`its \`kinds\` do not have the ${kind}`);
  }

  #byNamespace(pod: GatedPod): Asked {
    if (!this.#namespaces && !this.#excluded) return ASKED;
    const name = pod.namespace?.name;
    const isIn = this.#namespaces?.(name) ?? 'yes';
    if (isIn === 'no') return isNotAsked(`its \`namespaces\` do not have "${name}"`);
    const isOut = this.#excluded?.(name) ?? 'no';
    if (isOut === 'yes') return isNotAsked(`it excludes the namespace "${name}"`);
    if (isIn === 'yes' && isOut === 'no') return ASKED;
    if (name === undefined) return dependsOnNamespace(pod);
    return { answer: 'unknown', reason: 'not all of the namespaces in its `match` can be read' };
  }

  #byName({ name, data }: AdmittedObject): Asked {
    if (this.#name === '') return ASKED;
    const made = data.metadata !== undefined ? beginningOf(data.metadata) : '';
    const answer =
      name === undefined ? generatedNameMeets(this.#name, made) : toWildcard(this.#name)(name) ? 'yes' : 'no';
    if (answer === 'no') return isNotAsked(`its \`match\` has only objects that are called \`${this.#name}\``);
    return answer === 'yes'
      ? ASKED
      : { answer, reason: `it depends on the name that the pod gets (\`${this.#name}\`)` };
  }

  #byNamespaceLabels(pod: GatedPod): Asked {
    if (!this.#isByNamespaceLabels) return ASKED;
    const answer = selectsNamespace(this.#match.get('namespaceSelector'), pod.namespace);
    if (answer === 'unknown') return dependsOnNamespace(pod);
    return answer === 'yes' ? ASKED : isNotAsked(`its \`namespaceSelector\` leaves "${pod.namespace?.name}" out`);
  }

  /** Pods of the cluster are original; generated are those that Gatekeeper imagines of workloads ("Match Source"). */
  #bySource(pod: GatedPod): Asked {
    if (this.#source !== 'Generated') return ASKED;
    const [only] = pod.objects;
    if (pod.objects.length === 1 && only?.name !== undefined) {
      return isNotAsked('it is only about the pods that Gatekeeper generates from workloads (`source: Generated`)');
    }
    const isExpanded = pod.objects.some((object) => this.#expansions.some((expansion) => expands(expansion, object)));
    if (isExpanded) return ASKED;
    const reason = 'it depends on an ExpansionTemplate for the workload, which this workspace does not have';
    return { answer: 'unknown', reason };
  }
}

/** Whether an ExpansionTemplate makes pods of an object (Validation of Workload Resources, "ExpansionTemplate"). */
export function expands({ value }: Resource, object: AdmittedObject): boolean {
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

function isSelecting(selector: YamlValue): boolean {
  return selector.get('matchLabels').keys.size + selector.get('matchExpressions').items.length > 0;
}

function beginningOf(metadata: unknown): string {
  if (typeof metadata !== 'object' || metadata === null || !('generateName' in metadata)) return '';
  return typeof metadata.generateName === 'string' ? metadata.generateName : '';
}
