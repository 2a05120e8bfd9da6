import { links } from '../links';
import { gateRule } from './gate-rule';

export const gateFailsOpen = gateRule({
  id: 'gate-fails-open',
  title: 'An image gate that admits everything while it fails',
  why: 'With `failurePolicy: Ignore`, whoever can make the gate fail, by load or by an odd object, or waits for an update of it, gets any image in.',
  fix: 'Set `failurePolicy: Fail`, and run the engine with several replicas.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: allowed-registries
spec:
  failurePolicy: Ignore # warning
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
  weakness: 'fails-open',
  advice: 'Let it fail closed.',
  consequence: 'nothing is admitted while the gate fails',
});
