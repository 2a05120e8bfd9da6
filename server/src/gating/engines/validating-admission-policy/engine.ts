import { apiGroup, type Resource } from '../../../manifest/resource';
import type { PolicyEngine } from '../../engine';
import { AdmissionPolicyGate } from './gate';
import { ADMISSION_BINDING, ADMISSION_GROUP, ADMISSION_POLICY, isAdmissionGate } from './kinds';
import { newAdmissionPolicy } from './new-gate';
import { parametersOf } from './parameters';
import { refusalsOf } from './refusals';
import { weaknessesOfAdmissionPolicy } from './weaknesses';

/**
 * The validating policies of the API server itself, which a binding puts into force (API reference,
 * ValidatingAdmissionPolicy).
 */
export const validatingAdmissionPolicy: PolicyEngine = {
  name: ADMISSION_POLICY,
  isImageGate: isAdmissionGate,
  isPart: (resource) => apiGroup(resource) === ADMISSION_GROUP && resource.kind === ADMISSION_BINDING,
  gates: (policies) => {
    const bindings = new Map<string, Resource[]>();
    for (const binding of policies.ofKind(ADMISSION_GROUP, ADMISSION_BINDING)) {
      if (refusalsOf(binding).length > 0) continue;
      const name = binding.value.at('spec', 'policyName').string ?? '';
      bindings.set(name, [...(bindings.get(name) ?? []), binding]);
    }
    return policies
      .ofKind(ADMISSION_GROUP, ADMISSION_POLICY)
      .filter((policy) => isAdmissionGate(policy) && refusalsOf(policy).length === 0)
      .flatMap((policy) =>
        (bindings.get(policy.name ?? '') ?? []).map((binding) => {
          const parameters = parametersOf(policy, binding, policies);
          const parts = [policy, binding, ...parameters.sources.map(({ identity }) => identity)];
          return { parts, build: () => new AdmissionPolicyGate(policy, binding, parameters) };
        }),
      );
  },
  refusals: (resource) =>
    isAdmissionGate(resource) || resource.kind === ADMISSION_BINDING ? refusalsOf(resource) : [],
  weaknesses: weaknessesOfAdmissionPolicy,
  validatesAfterMutation: true,
  enforcement: {
    enforcedBy: ({ kind, value }) => {
      const name = kind === ADMISSION_BINDING ? value.at('spec', 'policyName').string : undefined;
      return name === undefined ? undefined : `binding ${name}`;
    },
    missingFor: ({ kind, name }, enforced) =>
      kind === ADMISSION_POLICY && !enforced.has(`binding ${name}`) ? `${ADMISSION_BINDING} for it` : undefined,
  },
  newGate: {
    kinds: [ADMISSION_POLICY, ADMISSION_BINDING].map((kind) => ({ group: ADMISSION_GROUP, kind })),
    write: newAdmissionPolicy,
  },
  apiResources: [
    { group: ADMISSION_GROUP, resources: ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'] },
  ],
};
