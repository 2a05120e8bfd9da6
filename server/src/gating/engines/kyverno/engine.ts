import { apiGroup } from '../../../manifest/resource';
import type { PolicyEngine } from '../../engine';
import { digestMutators } from './digest-mutators';
import { exemptionsOfRules } from './exemptions';
import { isImageGate, kyvernoGates } from './gates';
import { kyvernoImageMutation } from './image-mutation';
import { kyvernoInjections } from './injections';
import { EXPRESSIONS_GROUP, RULES_GROUP } from './kinds';
import { newClusterPolicy } from './new-cluster-policy';
import { newValidatingPolicy } from './new-gate';
import { weaknessesOfKyverno } from './weaknesses';

/** Kyverno policies: with rules of patterns or image verification, and with CEL expressions. */
export const kyverno: PolicyEngine = {
  name: 'Kyverno',
  namespace: 'kyverno',
  programs: ['ghcr.io/kyverno/kyverno', 'ghcr.io/kyverno/kyvernopre', 'reg.kyverno.io/kyverno/kyverno'],
  isImageGate,
  isPart: (resource) => resource.kind === 'PolicyException' && /(?:^|\.)kyverno\.io$/.test(apiGroup(resource)),
  gates: kyvernoGates,
  validatesAfterMutation: true,
  weaknesses: weaknessesOfKyverno,
  exemptions: exemptionsOfRules,
  imageMutation: kyvernoImageMutation,
  digestMutators,
  injections: kyvernoInjections,
  newGate: { kinds: [{ group: EXPRESSIONS_GROUP, kind: 'ValidatingPolicy' }], write: newValidatingPolicy },
  olderGate: {
    name: 'Kyverno before 1.17',
    kinds: [{ group: RULES_GROUP, kind: 'ClusterPolicy' }],
    write: newClusterPolicy,
  },
  apiResources: [
    { group: RULES_GROUP, resources: ['clusterpolicies'] },
    { group: RULES_GROUP, resources: ['policies', 'policyexceptions'], isNamespaced: true },
    { group: EXPRESSIONS_GROUP, resources: ['validatingpolicies', 'imagevalidatingpolicies', 'mutatingpolicies'] },
    {
      group: EXPRESSIONS_GROUP,
      resources: [
        'namespacedvalidatingpolicies',
        'namespacedimagevalidatingpolicies',
        'namespacedmutatingpolicies',
        'policyexceptions',
      ],
      isNamespaced: true,
    },
  ],
};
