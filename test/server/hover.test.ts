import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hover, HoverRequest } from 'vscode-languageserver-protocol';
import { Client } from './client';

const URI = 'file:///shop.yaml';
const MANIFEST = `apiVersion: v1
kind: Namespace
metadata:
  name: mesh
  labels: { istio-injection: enabled }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    metadata:
      labels: { app: web }
      annotations:
        linkerd.io/inject: enabled
    spec:
      serviceAccountName: deployer
      securityContext:
        runAsUser: 0
      containers:
        - name: web
          image: registry.example.com/web:1
          args: [sh, -c, "while true; do cat /var/log/web/a; done"]
          securityContext:
            allowPrivilegeEscalation: false
          volumeMounts:
            - name: logs
              mountPath: /var/log/web
        - name: log-shipper
          image: registry.example.com/shipper:1
          # sidecar-guard-disable-next-line writable-shared-volume -- it rotates them
          volumeMounts: [{ name: logs, mountPath: /logs }, { name: tls, mountPath: /tls }]
      volumes:
        - name: logs
          emptyDir: {}
        - { name: tls, secret: { secretName: web-tls } }
        - { name: rest, emptyDir: {} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: shop }
rules: [{ apiGroups: [apps], resources: [deployments], verbs: [patch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: deployers, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: shop }]
`;

let client: Client;
beforeAll(async () => {
  client = await Client.start();
  client.open(URI, MANIFEST);
});
afterAll(() => client?.stop());

/** What is said where the first of these texts begins, behind another one. */
async function at(behind: string, text: string): Promise<string> {
  return hoverAt(URI, MANIFEST, MANIFEST.indexOf(text, MANIFEST.indexOf(behind) + behind.length));
}

async function hoverAt(uri: string, manifest: string, offset: number): Promise<string> {
  const before = manifest.slice(0, offset + 1).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const hover: Hover | null = await client.connection.sendRequest(HoverRequest.type, {
    textDocument: { uri },
    position,
  });
  return hover && typeof hover.contents === 'object' && 'value' in hover.contents ? hover.contents.value : '';
}

describe('a hover', () => {
  it.each([
    ['volumes:', 'logs'],
    ['volumeMounts:\n            - name: ', 'logs'],
  ])('on a volume says who does what with it, writers first: %s', async (behind, text) => {
    const said = await at(behind, text);
    expect(said).toContain('Volume `logs` (emptyDir)');
    expect(said.indexOf('`log-shipper` can write `/logs`')).toBeGreaterThan(0);
    expect(said).toContain('`web` reads `/var/log/web`');
    expect(said.indexOf('can write')).toBeLessThan(said.indexOf('reads'));
  });

  it('on a volume without mounts says so', async () => {
    expect(await at('- { name: tls', 'rest')).toContain('no container mounts it');
    expect(await at('- { name: ', 'tls')).toContain('(Secret "web\\-tls")');
  });

  it('on a security context that takes every power away says which', async () => {
    const confined = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      securityContext:
        capabilities: { drop: [ALL] }
        allowPrivilegeEscalation: false
        runAsNonRoot: true
        readOnlyRootFilesystem: true
        seccompProfile: { type: RuntimeDefault }
`;
    const said = async (manifest: string) => {
      const uri = 'memory:/confined.yaml';
      await client.open(uri, manifest);
      const hover = await hoverAt(uri, manifest, manifest.indexOf('securityContext'));
      await client.close(uri);
      return hover;
    };
    expect(await said(confined)).toContain('`web` has no capabilities, cannot run as root');
    expect(await said(confined.replace('true', 'false'))).not.toContain('no capabilities');
  });

  it('on a security context says what holds, and what comes from the pod', async () => {
    const own = await at('do cat', 'securityContext');
    expect(own).toContain('In effect, `web`:');
    expect(own).toContain('runs as root');
    expect(own).not.toContain('can gain more privileges');
    expect(own).toContain('From the pod: `runAsUser`.');
    expect(await at('deployer\n', 'securityContext')).toContain('Holds for all containers of the pod');
  });

  it('on a service account, a role and a subject says what they can do', async () => {
    expect(await at('serviceAccountName: ', 'deployer')).toContain(
      'can in its namespace add containers to pods, by RoleBinding `deployers`',
    );
    expect(await at('kind: Role, name: ', 'deployer')).toContain('- add containers to pods');
    expect(await at('kind: ServiceAccount, name: ', 'deployer')).toContain('by RoleBinding `deployers`');
    expect(await at('name: deployer, namespace: shop }', 'rules')).toContain('Bound by RoleBinding `deployers`');
  });

  it('on an annotation or label of an injector says what it adds', async () => {
    expect(await at('annotations:', 'linkerd.io/inject')).toContain('Linkerd adds `linkerd-proxy` to this pod');
    expect(await at('labels: { ', 'istio-injection')).toContain(
      'Istio adds `istio-proxy` to the pods of this namespace',
    );
  });

  it('on a command says what was understood of it', async () => {
    const said = await at('web:1\n', 'args');
    expect(said).toContain('`web` runs:');
    expect(said).toContain('`cat /var/log/web/a` (again and again)');
  });

  it('on a comment of ours says what it silences', async () => {
    const said = await at('# ', 'sidecar-guard-disable');
    expect(said).toContain('`writable-shared-volume`: A sidecar that can write to a volume of the app');
    expect(said).toContain('What it silences now:');
  });

  it('repeats the hints of a place, which editors show nowhere else', async () => {
    expect(await at('- name: log-', 'shipper')).toContain('(`not-native`)');
    expect(await at('- name: log-', 'shipper')).toContain('**log\\-shipper** is this pod');
  });

  it('says nothing where there is nothing to say', async () => {
    expect(await at('', 'apiVersion')).toBe('');
    expect(await at('runAsUser: ', '0')).toBe('');
  });
});
