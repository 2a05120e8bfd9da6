import type { UsedPlaces } from '../../../image/used-places';
import { newGateSpec } from '../validating-admission-policy/new-gate-spec';

const CONSTRAINTS = `    namespaceSelector:
      matchExpressions:
        # The pods of the cluster itself must always start. By default, Kyverno also does not check its own namespace,
        # kube-public and kube-node-lease.
        - key: kubernetes.io/metadata.name
          operator: NotIn
          values: [kube-system]
`;

/** A ValidatingPolicy. Kyverno evaluates it as the API server does a ValidatingAdmissionPolicy. */
export function newValidatingPolicy(name: string, used: UsedPlaces): string {
  return `# This policy admits images only from these places. To trust another place, add it to "places" with a slash at its end:
# without the slash, registry.example.com would also match registry.example.com.evil.io.
# When an object changes, the policy checks only its new images. An object that already has a denied image keeps running: you
# can label, scale, complete and delete it. A new pod with that image is refused.
# It needs Kyverno 1.17 or newer. To test the policy before you enforce it, set validationActions: [Audit].
apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata:
  name: ${name}
spec:
  validationActions: [Deny]
${newGateSpec(name, used, CONSTRAINTS)}`;
}
