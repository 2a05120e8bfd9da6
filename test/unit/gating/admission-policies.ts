/** What else a policy and its binding say. */
export interface Policy {
  /** Below `spec:` of the policy, as lines without indentation. */
  readonly spec?: string;
  readonly constraints?: string;
  /** Below `spec:` of the binding. */
  readonly binding?: string;
  readonly actions?: string;
  readonly message?: string;
}

/** A policy with one check, and its binding, after the shape of the documentation. */
export function policy(
  expression: string,
  { spec = '', constraints, binding = '', actions = '[Deny]', message }: Policy = {},
): string {
  const rules =
    constraints ??
    'resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }]';
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ours }
spec:
  matchConstraints: { ${rules} }
${indent(spec)}  validations:
    - expression: >-
        ${expression}
      message: ${message ?? 'only ours'}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ours }
spec:
  policyName: ours
  validationActions: ${actions}
${indent(binding)}---
`;
}

function indent(lines: string): string {
  return lines === '' ? '' : `${lines.replace(/^/gm, '  ')}\n`;
}

export const OURS = 'registry.example.com/web:1';
export const THEIRS = 'docker.io/evil/log:1';

/** A Deployment with some containers, by name and image. */
export function deployment(containers: Record<string, string>, more = ''): string {
  const list = Object.entries(containers).map(([name, image]) => `{ name: ${name}, image: "${image}" }`);
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { tier: front } }
spec:
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [${list.join(', ')}]
${more}---
`;
}

export const STARTS = "object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))";
export const EVERYWHERE =
  "(object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])).all(c, c.image.startsWith('registry.example.com/'))";
export const TEMPLATE = "object.spec.template.spec.containers.all(c, c.image.startsWith('registry.example.com/'))";
