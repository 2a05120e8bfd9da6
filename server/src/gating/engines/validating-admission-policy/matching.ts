import type { YamlValue } from '../../../manifest/value';
import { all } from '../../answers';
import { type Asked, type Condition, dependsOnNamespace, isNotAsked } from '../../asked';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { LabelSelector } from '../../label-selector';

/** Which objects a policy or a binding is about, compiled once (API reference, MatchResources). */
export interface Matcher {
  /** Whether its rules are about an object of this kind and name. */
  isAbout(object: AdmittedObject): boolean;
  /** Whether names count, so that not all objects of a kind are alike. */
  readonly countsNames: boolean;
  /** What its selectors say; none where they select everything. */
  readonly selects: Condition | undefined;
}

export function matcherOf(matchResources: YamlValue): Matcher {
  const isExact = matchResources.get('matchPolicy').string === 'Exact';
  const rules = matchResources.get('resourceRules').items;
  const excluded = matchResources.get('excludeResourceRules').items;
  const [asks, leavesOut] = [rules, excluded].map((list) => list.map((rule) => toRule(rule, isExact)));
  const ofNamespace = new LabelSelector(matchResources.get('namespaceSelector'));
  const ofObject = new LabelSelector(matchResources.get('objectSelector'));
  const selectsAll = ofNamespace.isEmpty && ofObject.isEmpty;
  return {
    // A binding without rules is about everything that its policy is about.
    isAbout: (object) =>
      (!asks?.length || asks.some((rule) => rule(object))) && !leavesOut?.some((rule) => rule(object)),
    countsNames: [...rules, ...excluded].some((rule) => rule.get('resourceNames').items.length > 0),
    selects: selectsAll ? undefined : (object, pod) => select(ofNamespace, ofObject, object, pod),
  };
}

function select(ofNamespace: LabelSelector, ofObject: LabelSelector, object: AdmittedObject, pod: GatedPod): Asked {
  const inNamespace = ofNamespace.selectsNamespace(pod.namespace);
  if (inNamespace === 'no') return isNotAsked(`it leaves the namespace "${pod.namespace?.name}" out`);
  const byLabels = ofObject.selects(object.labels);
  if (byLabels === 'no') return isNotAsked(`its selector does not meet the labels of the ${object.kind}`);
  const answer = all([inNamespace, byLabels]);
  return { ...dependsOnNamespace(pod), answer };
}

type ResourceRule = (object: AdmittedObject) => boolean;

/**
 * Whether a rule asks about an object when it is created: of its lists each has to hold; `*` stands for all (API reference,
 * NamedRuleWithOperations).
 */
function toRule(rule: YamlValue, isExact: boolean): ResourceRule {
  const has = (key: string, ...words: readonly string[]): boolean => {
    const list = rule.get(key).strings;
    return list.includes('*') || words.some((word) => list.includes(word));
  };
  const names = rule.get('resourceNames').strings;
  const isAsked = rule.get('scope').string !== 'Cluster' && has('operations', 'CREATE');
  return ({ group, version, resource, name }) =>
    isAsked &&
    has('apiGroups', group) &&
    // The API server converts other versions to one that is asked for.
    (!isExact || has('apiVersions', version)) &&
    has('resources', resource, '*/*') &&
    (names.length === 0 || (name !== undefined && names.includes(name)));
}
