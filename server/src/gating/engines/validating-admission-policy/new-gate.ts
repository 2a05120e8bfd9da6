import type { UsedPlaces } from '../../../image/used-places';
import { newGateSpec } from './new-gate-spec';

/** A ValidatingAdmissionPolicy and its binding. */
export function newAdmissionPolicy(name: string, used: UsedPlaces): string {
  return `# This policy admits images only from these places. To trust another place, add it to "places" with a slash at its end:
# without the slash, registry.example.com would also match registry.example.com.evil.io.
# When an object changes, the policy checks only its new images. An object that already has a denied image keeps running: you
# can label, scale, complete and delete it. A new pod with that image is refused.
# To test the policy before you enforce it, set validationActions: [Warn, Audit].
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: ${name}
spec:
${newGateSpec(name, used)}---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: ${name}
spec:
  policyName: ${name}
  validationActions: [Deny]
  matchResources:
    namespaceSelector:
      matchExpressions:
        # The pods of the cluster itself must always start. No other namespace is exempt.
        - key: kubernetes.io/metadata.name
          operator: NotIn
          values: [kube-system]
`;
}
