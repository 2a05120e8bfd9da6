import { links } from '../links';
import { gateRule } from './gate-rule';

export const gateCreateOnly = gateRule({
  id: 'gate-create-only',
  title: 'An image gate that is not asked about changes',
  why: 'The image of a running pod, and the template of any workload, can be changed after it was admitted. A gate that matches only CREATE never sees the new image.',
  fix: 'Match UPDATE, too.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: allowed-registries
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE] # warning
        resources: [pods]
  validations:
    - expression: >-
        object.spec.containers.all(c, c.image.startsWith('registry.example.com/')) &&
        !has(object.spec.initContainers) && !has(object.spec.ephemeralContainers)
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: allowed-registries
spec:
  policyName: allowed-registries
  validationActions: [Deny]
`,
    good: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: allowed-registries
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods]
  validations:
    - expression: >-
        object.spec.containers.all(c, c.image.startsWith('registry.example.com/')) &&
        !has(object.spec.initContainers) && !has(object.spec.ephemeralContainers)
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: allowed-registries
spec:
  policyName: allowed-registries
  validationActions: [Deny]
`,
  },
  weakness: 'create-only',
  advice: 'Match UPDATE, too.',
  consequence: 'changes are checked as well',
});
