import { links } from '../links';
import { gateRule } from './gate-rule';

export const gatePrefixAmbiguous = gateRule({
  id: 'gate-prefix-ambiguous',
  title: 'An allowed registry that others can begin like',
  why: 'Compared as a mere beginning, `registry.example.com` also admits `registry.example.com.evil.io`, a name that anybody can register.',
  fix: 'End the prefix with a slash; where it is an image itself, write that as a whole.',
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
        operations: [CREATE, UPDATE]
        resources: [pods]
  validations:
    - expression: >- # warning
        object.spec.containers.all(c, c.image.startsWith('registry.example.com')) &&
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
  weakness: 'prefix-ambiguous',
  advice: 'End the prefix with a slash.',
  consequence: 'only what is below it is admitted',
});
