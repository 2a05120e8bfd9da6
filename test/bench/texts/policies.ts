import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Expressions of admission policies, in turn; each is asked about each pod. One policy in ten denies a tenth of the pods. */
const EXPRESSIONS = [
  (index: number) => `containers.all(c, c.image.startsWith('registry.example.com/') || c.image.endsWith(':${index}'))`,
  (index: number) =>
    `containers.all(c, ['registry.example.com/', 'ghcr.io/team-${index}/'].exists(p, c.image.startsWith(p)))`,
  (index: number) => `containers.all(c, c.image.matches('^registry[.]example[.]com/[a-z0-9/-]+:[0-9.]+(-${index})?$'))`,
];
const DENIES = (index: number): string => `containers.all(c, !c.image.endsWith('${index % 10}.0'))`;

/** A policy of each engine that is asked about each pod. */
const ENGINES: readonly ((index: number) => string)[] = [
  (index) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: policy-${index} }
spec:
  matchConstraints:
    resourceRules:
      - { apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }
  variables:
    - name: containers
      expression: object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([])
  validations:
    - expression: variables.${(index % 10 === 0 ? DENIES : EXPRESSIONS[index % EXPRESSIONS.length])?.(index) ?? ''}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: policy-${index} }
spec: { policyName: policy-${index}, validationActions: [Deny] }
`,
  (index) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: policy-${index} }
spec:
  rules:
    - name: registries
      match: { any: [{ resources: { kinds: [Pod] } }] }
      validate:
        failureAction: Enforce
        message: Only from our registry.
        pattern:
          spec:
            =(initContainers): [{ image: "registry.example.com/* | ghcr.io/team-${index}/*" }]
            containers: [{ image: "registry.example.com/* | ghcr.io/team-${index}/*" }]
`,
  (index) => `apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata: { name: policy-${index} }
spec:
  match: { kinds: [{ apiGroups: [""], kinds: [Pod] }] }
  parameters: { repos: [registry.example.com/, ghcr.io/team-${index}/] }
`,
  (index) => `apiVersion: policy.sigstore.dev/v1beta1
kind: ClusterImagePolicy
metadata: { name: policy-${index} }
spec:
  images: [{ glob: registry.example.com/** }, { glob: ghcr.io/team-${index}/** }]
  authorities: [{ static: { action: pass } }]
`,
];

/** Writes this many policies, as many of each engine, into a folder. */
export async function writePolicies(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < count; index++) {
    const policy = ENGINES[index % ENGINES.length];
    if (policy) await writeFile(join(folder, `policy-${index}.yaml`), policy(index));
  }
}

/** Writes this many pods with two images each into a folder. */
export async function writePods(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < count; index++) await writeFile(join(folder, `shop-${index}.yaml`), pod(index));
}

function pod(index: number): string {
  return `apiVersion: v1
kind: Pod
metadata: { name: shop-${index}, namespace: team-${index % 40}, labels: { app: shop-${index} } }
spec:
  containers:
    - { name: shop, image: "registry.example.com/team-${index % 40}/shop-${index}:1.${index}" }
    - { name: log, image: "registry.example.com/log:1.0" }
`;
}
