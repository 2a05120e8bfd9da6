import { missingFor } from '../../gating/policy-resources';
import type { Resource } from '../../manifest/resource';
import { links } from '../links';
import type { Rule, RuleContext } from '../rule';

const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: allowed-registries # warning: nothing binds it
spec:
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
`;

export const gateUnbound: Rule = {
  id: 'gate-unbound',
  category: 'images',
  severity: 'warning',
  title: 'An image gate that is not in force',
  why: 'A ValidatingAdmissionPolicy has no effect without a binding, and the API server refuses a Gatekeeper constraint without its template. The manifest looks like a gate, but every image is admitted.',
  fix: 'Add a ValidatingAdmissionPolicyBinding with `validationActions: [Deny]`, or the ConstraintTemplate. If it is in another repository, turn this rule off.',
  references: [links.gateImages, links.admissionPolicies],
  examples: {
    bad: POLICY,
    good: `${POLICY.replace(' # warning: nothing binds it', '')}---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: allowed-registries
spec:
  policyName: allowed-registries
  validationActions: [Deny]
`,
  },

  kinds: 'uncommon',
  *resource(resource, context) {
    const missing = whatIsMissing(resource, context);
    if (missing === undefined) return;
    yield {
      at: resource.value.at('metadata', 'name'),
      isAbsence: true,
      message: `Not in force: ${resource.kind} "${resource.name ?? ''}" denies no images, because this workspace has no ${missing}. Add one.`,
    };
  },
};

/** What a gate needs to be in force, if the workspace does not have it. */
function whatIsMissing(resource: Resource, { gates, workspace: { enforcers } }: RuleContext): string | undefined {
  if (!gates?.some(({ kind, name }) => kind === resource.kind && name === resource.name)) return undefined;
  return missingFor(resource, enforcers);
}
