import { expect, it } from 'vitest';
import { ManifestFile } from '../../../server/src/manifest/file';
import { ClusterRoles } from '../../../server/src/workspace/cluster-roles';
import { roleOf } from '../../../server/src/workspace/rbac';

const role = (name: string, more: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: ${name}, labels: { part: everything } }\n${more}\n---\n`;

it('hundreds of roles that all select one another have the rules of all, in time', () => {
  const names = Array.from({ length: 600 }, (_, index) => `role-${index}`);
  const selecting = 'aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: everything } }] }';
  const leaf = role('leaf', 'rules: [{ apiGroups: [""], resources: [pods/exec], verbs: [create] }]');
  const text = names.map((name) => role(name, selecting)).join('') + leaf;
  const resources = ManifestFile.read(text).documents.flatMap(({ document }) => document.resources);
  const roles = new ClusterRoles(resources.flatMap(roleOf));
  expect(names.filter((name) => roles.sourcesOf(name).join() === 'leaf')).toHaveLength(600);
});
