import { describe, expect, it } from 'vitest';
import { edgesOf, largePod, mapOf } from './maps';

const SHOP = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata:
      labels: { app: web }
      annotations: { linkerd.io/inject: enabled }
    spec:
      serviceAccountName: deployer
      shareProcessNamespace: true
      initContainers:
        - { name: setup, image: "registry.example.com/setup:1" }
        - { name: proxy, image: "registry.example.com/proxy:1", restartPolicy: Always }
      containers:
        - name: web
          image: registry.example.com/web:1
          ports: [{ name: http, containerPort: 8080 }]
          volumeMounts: [{ name: logs, mountPath: /var/log/web }, { name: tls, mountPath: /tls }]
        - name: log-shipper
          image: registry.example.com/shipper:1
          command: [tail, -F, /var/log/web/access.log]
          volumeMounts: [{ name: logs, mountPath: /var/log/web }]
      volumes: [{ name: logs, emptyDir: {} }, { name: tls, secret: { secretName: web-tls } }, { name: unused }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }, { port: 81, targetPort: 9999 }] }
---
apiVersion: v1
kind: Service
metadata: { name: other, namespace: shop }
spec: { selector: { app: other }, ports: [{ port: 80 }] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: shop }
rules: [{ apiGroups: [apps], resources: [deployments], verbs: [patch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: deployer, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: shop }]
`;

describe('the map of a pod', () => {
  const map = mapOf(SHOP);

  it('has its containers in start order with their roles, and last what is added', () => {
    const containers = map.nodes.filter(({ kind }) => kind === 'container' || kind === 'added');
    expect(containers.map(({ title, lines }) => `${title}: ${lines[0]}`)).toEqual([
      'setup: 1 · init container',
      'proxy: 2 · native sidecar',
      'web: 3 · app container',
      'log-shipper: 4 · sidecar',
      'linkerd-proxy: added by Linkerd',
    ]);
  });

  it('says who reads and writes which volume at which path, and what Services reach', () => {
    expect(edgesOf(map).filter((edge) => !edge.endsWith(': token'))).toEqual([
      'web traffic web: port http',
      'web traffic network namespace: port 9999 (not declared)',
      'web can-write logs: can write /var/log/web',
      'web reads tls: reads /tls',
      'log-shipper reads logs: reads /var/log/web',
    ]);
  });

  it('says what volumes are, with and without mounts', () => {
    const volumes = map.nodes.filter(({ kind }) => kind === 'volume');
    expect(volumes.map(({ title, lines }) => `${title}: ${lines}`)).toEqual([
      'logs: emptyDir',
      'tls: Secret "web-tls"',
      'unused: emptyDir',
    ]);
  });

  it('says what the service account can do, and who gets its token', () => {
    const account = map.nodes.find(({ kind }) => kind === 'account');
    expect(account).toMatchObject({ title: 'deployer', lines: ['service account', 'can add containers to pods'] });
    expect(edgesOf(map).filter((edge) => edge.endsWith(': token'))).toHaveLength(4);
    const without = mapOf(SHOP.replace('serviceAccountName: deployer', 'automountServiceAccountToken: false'));
    expect(without.nodes.find(({ kind }) => kind === 'account')?.lines).toContain('no container gets a token');
    expect(edgesOf(without).filter((edge) => edge.endsWith(': token'))).toEqual([]);
  });

  it('gives a token that is projected only to the containers that mount it', () => {
    const projected = SHOP.replace('serviceAccountName: deployer', 'automountServiceAccountToken: false').replace(
      '{ name: tls, secret: { secretName: web-tls } }',
      '{ name: tls, projected: { sources: [{ serviceAccountToken: { path: token } }] } }',
    );
    expect(edgesOf(mapOf(projected)).filter((edge) => edge.endsWith(': token'))).toEqual(['default token web: token']);
  });

  it('has the namespaces that containers share', () => {
    const names = (text: string): string[] =>
      mapOf(text)
        .nodes.filter(({ kind }) => kind === 'namespace')
        .map(({ title, lines }) => `${title}: ${lines}`);
    expect(names(SHOP)).toEqual([
      'network namespace: shared by all containers',
      'process namespace: shared by all containers',
    ]);
    expect(names(SHOP.replace('shareProcessNamespace', 'hostNetwork'))).toEqual([
      'network namespace: the one of the node',
    ]);
  });

  it('marks the edge, the container or the namespace that a finding is about', () => {
    const rulesAt = (title: string): string[] =>
      map.nodes.filter((node) => node.title === title).flatMap(({ marks }) => marks.map(({ rule }) => rule));
    const mount = map.edges.find(({ from, label }) => from === 'container-3' && label.startsWith('reads'));
    expect(mount?.marks.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['warning writable-shared-volume']);
    expect(rulesAt('process namespace')).toEqual(['shared-process-namespace']);
    expect(rulesAt('linkerd-proxy')).toEqual(['injection-requested']);
    expect(rulesAt('log-shipper')).toContain('not-native');
  });

  it('has each finding of the pod once', () => {
    const all = [map, ...map.nodes, ...map.edges].flatMap(({ marks }) => marks.map(({ message }) => message));
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(5);
  });

  it('says that a mount names a volume that the pod does not have', () => {
    const missing = mapOf(SHOP.replace('{ name: tls, secret: { secretName: web-tls } }, ', ''));
    expect(missing.nodes.find(({ title }) => title === 'tls')?.lines).toEqual(['not defined in this pod']);
  });

  it('of a large pod says what it leaves out', () => {
    expect(map.cut).toBeUndefined();
    const { nodes, edges, cut } = mapOf(largePod(40, 60, 5));
    expect(nodes.filter(({ kind }) => kind === 'container')).toHaveLength(30);
    expect(nodes.filter(({ kind }) => kind === 'volume')).toHaveLength(40);
    expect(edges).toHaveLength(120);
    expect(cut).toMatch(
      /^This pod is too large for a map: 10 containers, 20 volumes and \d+ connections are not shown\.$/,
    );
  });
});
