import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { type AddedContainer, containersOfText, toAdded } from '../../../pod/added-containers';
import type { PolicyInjection } from '../../engine';
import { injectionsOfExpressions } from '../mutating-admission-policy/injections';
import { isMutatingPolicy, isRulePolicy } from './kinds';
import { clausesOf } from './match/clauses';

/** The containers that a policy adds, with the patches of its rules or with CEL expressions. */
export function kyvernoInjections(resource: Resource): PolicyInjection[] {
  if (isRulePolicy(resource)) return resource.value.at('spec', 'rules').items.flatMap(injectionsOfRule);
  return isMutatingPolicy(resource) ? injectionsOfExpressions(resource) : [];
}

/** The containers that a rule adds with its patches. */
export function injectionsOfRule(rule: YamlValue): PolicyInjection[] {
  const kinds = clausesOf(rule, 'match').flatMap((match) => match.at('resources', 'kinds').strings);
  const merge = rule.at('mutate', 'patchStrategicMerge');
  // A patch of a workload has the pod below `spec.template`.
  const merged = [merge.get('spec'), merge.at('spec', 'template', 'spec')].flatMap(containersIn);
  const patch = rule.at('mutate', 'patchesJson6902');
  const operations = containersOfText(patch.string ?? '').added.map((container) => ({ container, at: patch }));
  return [...merged, ...operations].map((found) => ({ ...found, kinds }));
}

function containersIn(spec: YamlValue): { container: AddedContainer; at: YamlValue }[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    // `(name): "*"` changes every existing container; only a name adds a container.
    spec
      .get(list)
      .items.flatMap((item) => toAdded(item, list).map((container) => ({ container, at: item.get('name') }))),
  );
}
