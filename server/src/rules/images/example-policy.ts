/** What an example of a rule writes otherwise than a policy that keeps images out; comments may follow. */
interface Parts {
  readonly name?: string;
  readonly failurePolicy?: string;
  readonly operations?: string;
  readonly expression?: string;
  /** An expression for when the policy is asked. */
  readonly conditions?: string;
}

/** The check of the lists that are not `containers`: they may not be there. */
const NO_OTHERS = '!has(object.spec.initContainers) && !has(object.spec.ephemeralContainers)';

/** An expression that admits images by how they begin. */
export function beginsWith(prefix: string, { mark = '', others = true } = {}): string {
  const lines = [`object.spec.containers.all(c, c.image.startsWith('${prefix}'))`, ...(others ? [NO_OTHERS] : [])];
  return `>-${mark}\n        ${lines.join(' &&\n        ')}`;
}

/** A ValidatingAdmissionPolicy on images with its binding. */
export function examplePolicy({
  name = 'allowed-registries',
  failurePolicy = 'Fail',
  operations = '[CREATE, UPDATE]',
  expression = beginsWith('registry.example.com/'),
  conditions,
}: Parts): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: ${name}
spec:
  failurePolicy: ${failurePolicy}
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: ${operations}
        resources: [pods]
${
  conditions === undefined
    ? ''
    : `  matchConditions:
    - name: new-images
      expression: >-
        ${conditions}
`
}  validations:
    - expression: ${expression}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: allowed-registries
spec:
  policyName: allowed-registries
  validationActions: [Deny]
`;
}
