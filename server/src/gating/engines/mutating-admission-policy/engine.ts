import { apiGroup } from '../../../manifest/resource';
import type { PolicyEngine } from '../../engine';
import { imageMutatorOfExpressions } from './image-mutator';
import { injectionsOfExpressions } from './injections';

const GROUP = 'admissionregistration.k8s.io';
const POLICY = 'MutatingAdmissionPolicy';
const BINDING = `${POLICY}Binding`;

/** The mutating policies of the API server itself (API reference, MutatingAdmissionPolicy). */
export const mutatingAdmissionPolicy: PolicyEngine = {
  name: POLICY,
  isImageGate: () => false,
  imageMutation: {
    isPart: (resource) => apiGroup(resource) === GROUP && [POLICY, BINDING].includes(resource.kind),
    mutators: ({ ofKind }) => {
      const bindings = ofKind(GROUP, BINDING);
      return ofKind(GROUP, POLICY).flatMap((policy) => {
        const own = bindings.filter(({ value }) => value.at('spec', 'policyName').label === policy.name);
        return imageMutatorOfExpressions(policy, own) ?? [];
      });
    },
  },
  injections: (resource) =>
    apiGroup(resource) === GROUP && resource.kind === POLICY ? injectionsOfExpressions(resource) : [],
  apiResources: [{ group: GROUP, resources: ['mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'] }],
};
