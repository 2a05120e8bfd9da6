import { apiGroup, type Resource } from '../manifest/resource';
import type { ImageMutator } from './image-mutator';
import { imageMutatorOfExpressions } from './image-mutators/expressions';
import { imageMutatorOfGatekeeper } from './image-mutators/gatekeeper';
import { imageMutatorOfKyverno } from './image-mutators/kyverno';
import { groupByKind } from './policy-set';

const ADMISSION = 'admissionregistration.k8s.io';
const KINDS: Readonly<Record<string, readonly string[]>> = {
  [ADMISSION]: ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
  'mutations.gatekeeper.sh': ['Assign', 'AssignImage'],
  'kyverno.io': ['ClusterPolicy', 'Policy'],
  'policies.kyverno.io': ['MutatingPolicy', 'NamespacedMutatingPolicy'],
};

/** Whether a resource changes images before gates are asked, or puts into force what does. */
export function isPartOfMutation(resource: Resource): boolean {
  const { kind } = resource;
  const group = apiGroup(resource);
  if (!Object.hasOwn(KINDS, group) || !KINDS[group]?.includes(kind)) return false;
  return group !== 'kyverno.io' || imageMutatorOfKyverno(resource) !== undefined;
}

/** The policies among some resources that change images; of the API server's kind, those that something binds. */
export function imageMutatorsIn(resources: readonly Resource[]): ImageMutator[] {
  const ofKind = groupByKind(resources);
  const bindings = ofKind(ADMISSION, 'MutatingAdmissionPolicyBinding');
  return [
    ...ofKind('mutations.gatekeeper.sh', 'Assign', 'AssignImage').map(imageMutatorOfGatekeeper),
    ...ofKind('kyverno.io', 'ClusterPolicy', 'Policy').map(imageMutatorOfKyverno),
    ...ofKind('policies.kyverno.io', 'MutatingPolicy', 'NamespacedMutatingPolicy').map((policy) =>
      imageMutatorOfExpressions(policy),
    ),
    ...ofKind(ADMISSION, 'MutatingAdmissionPolicy').map((policy) =>
      imageMutatorOfExpressions(
        policy,
        bindings.filter(({ value }) => value.at('spec', 'policyName').label === policy.name),
      ),
    ),
  ].flatMap((mutator) => mutator ?? []);
}
