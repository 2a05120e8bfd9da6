import { apiGroup, type Resource } from '../../manifest/resource';
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
  why: 'A ValidatingAdmissionPolicy does nothing until a binding says where it counts, and a constraint of Gatekeeper is refused until its template is there. The manifest looks like a gate, and everything passes.',
  fix: 'Add a ValidatingAdmissionPolicyBinding with `validationActions: [Deny]`, or the ConstraintTemplate. If it lives in another repository, switch this rule off.',
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

  *resource(resource, context) {
    const missing = whatIsMissing(resource, context);
    if (missing === undefined) return;
    yield {
      at: resource.value.at('metadata', 'name'),
      isAbsence: true,
      message: `The ${resource.kind} "${resource.name ?? ''}" is not in force: this workspace has no ${missing}. Add it.`,
    };
  },
};

/** What would put a gate into force and isn't there, as far as the whole workspace tells. */
function whatIsMissing(resource: Resource, { gates, enforcers }: RuleContext): string | undefined {
  if (!gates?.some(({ kind, name }) => kind === resource.kind && name === resource.name)) return undefined;
  if (resource.kind === 'ValidatingAdmissionPolicy' && !enforcers.has(`binding ${resource.name}`))
    return 'ValidatingAdmissionPolicyBinding for it';
  // Templates of the library often come with the engine; only one that has others of its own lacks this one.
  const isConstraint = apiGroup(resource) === 'constraints.gatekeeper.sh';
  const hasTemplates = [...enforcers].some((name) => name.startsWith('template '));
  return isConstraint && hasTemplates && !enforcers.has(`template ${resource.kind}`)
    ? `ConstraintTemplate for ${resource.kind}`
    : undefined;
}
