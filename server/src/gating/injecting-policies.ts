import { apiGroup, type Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';
import { type AddedContainer, containersOfText, toAdded } from '../pod/added-containers';

/** What a policy adds to pods while they are created. */
export interface PolicyInjection {
  readonly container: AddedContainer;
  /** Where the policy says so. */
  readonly at: YamlValue;
  /** The kinds that it is applied to; `Pod` also means the pods of all workloads. */
  readonly kinds: readonly string[];
}

/** The containers that a mutating policy adds: of Kyverno, Gatekeeper, or the API server's own kind. */
export function injectionsOf(resource: Resource): PolicyInjection[] {
  const group = apiGroup(resource);
  if (group === 'kyverno.io' && ['ClusterPolicy', 'Policy'].includes(resource.kind)) return ofKyverno(resource);
  if (group === 'mutations.gatekeeper.sh' && resource.kind === 'Assign') return ofGatekeeper(resource);
  const isMutating =
    (group === 'admissionregistration.k8s.io' && resource.kind === 'MutatingAdmissionPolicy') ||
    (group === 'policies.kyverno.io' && /^(?:Namespaced)?MutatingPolicy$/.test(resource.kind));
  return isMutating ? ofExpressions(resource) : [];
}

function ofKyverno({ value }: Resource): PolicyInjection[] {
  return value.at('spec', 'rules').items.flatMap((rule) => {
    const matches = [rule.get('match'), ...rule.at('match', 'any').items, ...rule.at('match', 'all').items];
    const kinds = matches.flatMap((match) => match.at('resources', 'kinds').strings);
    const merge = rule.at('mutate', 'patchStrategicMerge');
    // A patch of a workload has its pod below `spec.template`.
    const merged = [merge.get('spec'), merge.at('spec', 'template', 'spec')].flatMap((spec) => containersIn(spec));
    const patch = rule.at('mutate', 'patchesJson6902');
    const operations = containersOfText(patch.string ?? '').added.map((container) => ({ container, at: patch }));
    return [...merged, ...operations].map((found) => ({ ...found, kinds }));
  });
}

function containersIn(spec: YamlValue): { container: AddedContainer; at: YamlValue }[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    // `(name): "*"` changes every container that is there; only a name adds one.
    spec
      .get(list)
      .items.flatMap((item) => toAdded(item, list).map((container) => ({ container, at: item.get('name') }))),
  );
}

function ofGatekeeper({ value }: Resource): PolicyInjection[] {
  const location = value.at('spec', 'location');
  const list = /^spec\.(?:template\.spec\.)?(containers|initContainers)(?:\[[^\]]*\])?$/.exec(
    location.string ?? '',
  )?.[1];
  if (!list) return [];
  const kinds = value.at('spec', 'applyTo').items.flatMap((item) => item.get('kinds').strings);
  const assigned = value.at('spec', 'parameters', 'assign', 'value');
  return [assigned, ...assigned.items]
    .flatMap((item) => toAdded(item, list))
    .map((container) => ({ container, at: location, kinds }));
}

/** Containers in CEL: `Object.spec.initContainers{ name: "proxy", image: "…" }`, also in a `JSONPatch`. */
const CEL_CONTAINER = /Object\.spec[\w.]*?\.?(initContainers|containers)(?:\.item)?\s*\{([^{}]*)/g;

function ofExpressions({ value }: Resource): PolicyInjection[] {
  const kinds = value
    .at('spec', 'matchConstraints', 'resourceRules')
    .items.flatMap((rule) => rule.get('resources').strings)
    .map((resource) => (resource === 'pods' ? 'Pod' : resource));
  return value.at('spec', 'mutations').items.flatMap((mutation) =>
    ['applyConfiguration', 'jsonPatch'].flatMap((type) => {
      const at = mutation.at(type, 'expression');
      return [...(at.string ?? '').matchAll(CEL_CONTAINER)].flatMap(([, list = '', fields = '']) => {
        const field = (name: string): string | undefined =>
          new RegExp(`\\b${name}:\\s*["']([^"']+)["']`).exec(fields)?.[1];
        const [name, image] = [field('name'), field('image')];
        if (name === undefined || image === undefined) return [];
        const isNative = list === 'initContainers' && field('restartPolicy') === 'Always';
        const what = isNative ? 'native sidecar' : list === 'initContainers' ? 'init container' : 'container';
        return [{ container: { name, image, what, at: undefined }, at, kinds }];
      });
    }),
  );
}
