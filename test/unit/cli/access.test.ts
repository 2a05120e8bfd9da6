import { describe, expect, it } from 'vitest';
import { folderWith, run } from './run';

const MANIFESTS = {
  'rbac/binding.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: pipeline }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer }
subjects:
  - { kind: ServiceAccount, name: runner, namespace: ci }
  - { kind: Group, name: devs }
`,
  'rbac/role.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: deployer }
rules:
  - { apiGroups: [apps], resources: [deployments], verbs: [create] }
  - { apiGroups: [""], resources: [pods/exec], verbs: [create] }
`,
  'runner.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: runner, namespace: ci }
spec: { template: { spec: { serviceAccountName: runner, containers: [{ name: r, image: r }] } } }
`,
};

describe('access', () => {
  it('is a table of who can do what, where and why', async () => {
    const { stdout, code } = await run(['access'], folderWith(MANIFESTS));
    expect(code).toBe(0);
    expect(stdout).toBe(
      `SUBJECT                   CAN           NAMESPACE  ROLE                  BINDING                      WORKLOADS
Group devs                inject, exec  all        ClusterRole deployer  ClusterRoleBinding pipeline  -
ServiceAccount ci/runner  inject, exec  all        ClusterRole deployer  ClusterRoleBinding pipeline  Deployment runner
`,
    );
  });

  it('is JSON for scripts', async () => {
    const { stdout } = await run(['access', '--format', 'json', '.'], folderWith(MANIFESTS));
    expect(JSON.parse(stdout).access[1]).toEqual({
      subject: { kind: 'ServiceAccount', namespace: 'ci', name: 'runner' },
      can: ['inject', 'exec'],
      namespaces: ['*'],
      role: { kind: 'ClusterRole', name: 'deployer', file: 'rbac/role.yaml' },
      binding: { kind: 'ClusterRoleBinding', name: 'pipeline', file: 'rbac/binding.yaml' },
      workloads: [{ kind: 'Deployment', namespace: 'ci', name: 'runner' }],
    });
  });

  it('says so where no subject can', async () => {
    const { stdout } = await run(['access'], folderWith({ 'a.yaml': 'x: 1\n' }));
    expect(stdout).toBe('No binding in these manifests gives access to pods.\n');
  });

  it.each([
    [['--format', 'sarif'], '--format sarif'],
    [['--nope'], "Unknown option '--nope'"],
    [['nowhere.yaml'], 'nowhere.yaml'],
  ])('%j is a wrong call', async (words, part) => {
    const { stderr, code } = await run(['access', ...words], folderWith({}));
    expect(code).toBe(2);
    expect(stderr).toContain(part);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
