import type { YamlValue } from '../manifest/value';
import { builtInWorkload } from './admission-object';
import type { AdmissionObject, AdmissionPod } from './admission-pod';
import {
  APPLIES,
  type Applicability,
  type Condition,
  dependsOnNamespace,
  leavingLabelsOut,
  leavingNamespacesOut,
  mayApply,
} from './applicability';
import { LabelSelector } from './label-selector';

/** The objects that a policy or a binding matches, compiled once (API reference, MatchResources). */
export interface Matcher {
  /** Whether its rules match an object, by kind and name. */
  isAbout(object: AdmissionObject): boolean;
  /** Whether its rules use names, so that objects of one kind can differ. */
  readonly countsNames: boolean;
  /** The condition of its selectors; none if they select everything. */
  readonly selects: Condition | undefined;
}

export function matcherOf(matchResources: YamlValue): Matcher {
  const isExact = matchResources.get('matchPolicy').string === 'Exact';
  const rules = matchResources.get('resourceRules').items;
  const excluded = matchResources.get('excludeResourceRules').items;
  const [asks, leavesOut] = [rules, excluded].map((list) => list.map((rule) => toRule(rule, isExact)));
  const ofNamespace = LabelSelector.of(matchResources.get('namespaceSelector'));
  const ofObject = LabelSelector.of(matchResources.get('objectSelector'));
  const selectsAll = ofNamespace.isEmpty && ofObject.isEmpty;
  return {
    // A binding without rules matches all objects that its policy matches.
    isAbout: (object) =>
      (!asks?.length || asks.some((rule) => rule(object))) && !leavesOut?.some((rule) => rule(object)),
    countsNames: [...rules, ...excluded].some((rule) => rule.get('resourceNames').items.length > 0),
    selects: selectsAll ? undefined : (object, pod) => select(ofNamespace, ofObject, object, pod),
  };
}

function select(
  ofNamespace: LabelSelector,
  ofObject: LabelSelector,
  object: AdmissionObject,
  pod: AdmissionPod,
): Applicability {
  const inNamespace = ofNamespace.selectsNamespace(pod.namespace);
  if (inNamespace === 'no') return namespaceLeftOut(pod.namespace?.name);
  const byLabels = ofObject.selects(object.labels);
  if (byLabels === 'no') return labelsDiffer(object.kind);
  if (inNamespace === 'unknown') return dependsOnNamespace(pod);
  return byLabels === 'unknown' ? UNREADABLE_LABELS : APPLIES;
}

const namespaceLeftOut = leavingNamespacesOut('selector');
const labelsDiffer = leavingLabelsOut('selector');
const UNREADABLE_LABELS = mayApply({ kind: 'unreadable', field: 'objectSelector' });

type ResourceRule = (object: AdmissionObject) => boolean;

/**
 * Whether a rule matches the creation of an object: each of its lists must match; `*` matches all (API reference,
 * NamedRuleWithOperations).
 */
function toRule(rule: YamlValue, isExact: boolean): ResourceRule {
  const has = (key: string, ...words: readonly string[]): boolean => {
    const list = rule.get(key).strings;
    return list.includes('*') || words.some((word) => list.includes(word));
  };
  const names = rule.get('resourceNames').strings;
  const isAsked = rule.get('scope').string !== 'Cluster' && has('operations', 'CREATE');
  return ({ group, version, kind, resource, name }) =>
    isAsked &&
    has('apiGroups', group) &&
    // The API server converts objects to another version that the rule names, if it serves that one. It serves one version of
    // each built-in kind.
    ((!isExact && builtInWorkload(group, kind) === undefined) || has('apiVersions', version)) &&
    // A rule for all subresources is also asked about the resource itself.
    has('resources', resource, '*/*', `${resource}/*`) &&
    (names.length === 0 || (name !== undefined && names.includes(name)));
}
