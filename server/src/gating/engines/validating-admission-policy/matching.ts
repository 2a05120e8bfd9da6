import type { YamlValue } from '../../../manifest/value';
import type { Answer } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import { all, selects, selectsNamespace } from '../../selectors';

/** Which objects a policy or a binding is about, compiled once (API reference, MatchResources). */
export interface Matcher {
  /** Whether it is about an object, and if not or if that is unknown, by what. */
  matches(object: AdmittedObject, pod: GatedPod): { readonly answer: Answer; readonly reason: string };
}

export function matcherOf(matchResources: YamlValue): Matcher {
  const rules = matchResources.get('resourceRules').items.map(toRule);
  const excluded = matchResources.get('excludeResourceRules').items.map(toRule);
  const namespaceSelector = matchResources.get('namespaceSelector');
  const objectSelector = matchResources.get('objectSelector');
  const isExact = matchResources.get('matchPolicy').string === 'Exact';
  return {
    matches: (object, pod) => {
      // A binding without rules is about everything that its policy is about.
      const isAsked = rules.length === 0 || rules.some((rule) => rule(object, isExact));
      if (!isAsked || excluded.some((rule) => rule(object, isExact))) {
        return { answer: 'no', reason: 'it is not asked when pods like this one are created' };
      }
      const inNamespace = selectsNamespace(namespaceSelector, pod.namespace);
      if (inNamespace === 'no') return { answer: 'no', reason: `it leaves the namespace "${pod.namespace?.name}" out` };
      const byLabels = selects(objectSelector, object.labels);
      if (byLabels === 'no')
        return { answer: 'no', reason: `its selector does not meet the labels of the ${object.kind}` };
      const where = pod.namespace
        ? `the labels of the namespace "${pod.namespace.name}", which this workspace does not have`
        : 'the namespace, which the manifest does not say';
      return { answer: all([inNamespace, byLabels]), reason: `it depends on ${where}` };
    },
  };
}

type ResourceRule = (object: AdmittedObject, isExact: boolean) => boolean;

/** Of a rule's lists each has to hold; `*` stands for all (API reference, NamedRuleWithOperations). */
function toRule(rule: YamlValue): ResourceRule {
  const [groups, versions, resources, operations, names] = [
    'apiGroups',
    'apiVersions',
    'resources',
    'operations',
    'resourceNames',
  ].map((key) => rule.get(key).strings);
  const has = (list: readonly string[] | undefined, word: string): boolean =>
    list !== undefined && (list.includes('*') || list.includes(word));
  const isNamespaced = rule.get('scope').string !== 'Cluster';
  return (object, isExact) =>
    isNamespaced &&
    (has(operations, 'CREATE') || has(operations, 'UPDATE')) &&
    has(groups, object.group) &&
    // The API server converts other versions to one that is asked for.
    (!isExact || has(versions, object.version)) &&
    (has(resources, object.resource) || has(resources, '*/*')) &&
    (!names?.length || (object.name !== undefined && names.includes(object.name)));
}
