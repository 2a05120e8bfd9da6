import { expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { podsOf } from '../../../server/src/pod/pod';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';

function policy(name: string, prefix: string): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ${name} }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }
  validations: [{ expression: "object.spec.containers.all(c, c.image.startsWith('${prefix}'))" }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ${name} }
spec: { policyName: ${name}, validationActions: [Deny] }
`;
}

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec: { containers: [{ name: web, image: "docker.io/x/web:1" }] }\n';

it('decisions are made anew only where the policy, the pod or its namespace changed', () => {
  const index = new WorkspaceIndex();
  index.update('file:///a.yaml', ManifestFile.read(policy('a', 'docker.io/')));
  index.update('file:///b.yaml', ManifestFile.read(policy('b', 'docker.io/')));
  const file = ManifestFile.read(POD);
  index.update('file:///pod.yaml', file);
  const [resource] = file.documents.flatMap(({ document }) => document.resources);
  if (!resource) throw new Error('There is no pod.');
  const decide = () => {
    const [pod] = podsOf(resource, () => []);
    const made = pod ? index.decisions.on(pod) : [];
    return Object.fromEntries(made.map(({ gate, decision }) => [gate.policy.name, decision]));
  };
  const before = decide();
  const generation = index.generation;
  index.update('file:///b.yaml', ManifestFile.read(policy('b', 'ghcr.io/')));
  const after = decide();
  expect(index.generation).toBeGreaterThan(generation);
  expect(after.a).toBe(before.a);
  expect(before.b?.images[0]?.verdict).toBe('admits');
  expect(after.b?.images[0]?.verdict).toBe('rejects');

  index.update('file:///other.yaml', ManifestFile.read('apiVersion: v1\nkind: Namespace\nmetadata: { name: bank }\n'));
  expect(decide().b).toBe(after.b);
  const shop = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { a: b } }\n';
  index.update('file:///shop.yaml', ManifestFile.read(shop));
  expect(decide().b).not.toBe(after.b);
});
