import { links } from '../links';
import { gateRule } from './gate-rule';

export const gateSkipsContainers = gateRule({
  id: 'gate-skips-containers',
  title: 'An image gate that does not look at every container list',
  why: 'A container in `initContainers` runs before the app, and with `restartPolicy: Always` beside it; one in `ephemeralContainers` joins a running pod. A gate that looks at `containers` alone lets any image in there.',
  fix: 'Check `initContainers` and `ephemeralContainers` as well; the subresource `pods/ephemeralcontainers` must be matched, too.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: allowed-registries # warning
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
        object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))
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
  weakness: 'skips-containers',
  advice: 'Check these lists as well.',
  consequence: '',
});
