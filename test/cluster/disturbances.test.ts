import { beforeEach, expect, inject, it, vi } from 'vitest';
import type { AuditReport } from '../../server/src/audit/audit';
import { folderWith, run } from '../unit/cli/run';
import { newNamespace } from './api/namespaces';
import { newestServer } from './api/server';
import { kubectl } from './kubectl';

const WEB = 'registry.example.com/shop/web:1';
const MINER = { name: 'miner', image: 'evil.example.com/miner:1', securityContext: { privileged: true } };

let namespace: string;

beforeEach(async () => {
  namespace = await newNamespace(await newestServer());
});

interface Workload {
  readonly kind?: string;
  readonly more?: object;
  readonly pod?: object;
  readonly container?: object;
}

function manifest({ kind = 'Deployment', more, pod, container }: Workload = {}): object {
  const labels = { app: 'web' };
  const spec = { containers: [{ name: 'web', image: WEB, ...container }], ...pod };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'web', namespace },
    spec: {
      selector: { matchLabels: labels },
      ...(kind === 'StatefulSet' && { serviceName: 'none' }),
      template: { metadata: { labels }, spec },
      ...more,
    },
  };
}

async function apply(object: object): Promise<void> {
  await kubectl(['apply', '-f', '-'], object);
}

/** Waits for the pods of the workload, and returns the name of one. */
async function pod(): Promise<string> {
  return vi.waitFor(
    async () => {
      const words = ['get', 'pods', '-n', namespace, '-o', 'jsonpath={.items[0].metadata.name}'];
      const name = await kubectl([...words, '--field-selector=status.phase=Running']);
      expect(name).not.toBe('');
      return name;
    },
    { timeout: 60_000, interval: 300 },
  );
}

async function patch(what: string, change: object | readonly object[]): Promise<void> {
  const type = Array.isArray(change) ? 'json' : 'strategic';
  await kubectl(['patch', what, '-n', namespace, `--type=${type}`, `--patch=${JSON.stringify(change)}`]);
}

async function audit(files: Readonly<Record<string, object>>): Promise<AuditReport & { readonly code: number }> {
  vi.stubEnv('KUBECONFIG', inject('kubeconfig'));
  const texts = Object.fromEntries(Object.entries(files).map(([name, object]) => [name, JSON.stringify(object)]));
  const words = ['audit', '--kubectl', inject('kubectl'), '-n', namespace, '--format', 'json'];
  const { code, stdout, stderr } = await run(words, folderWith(texts));
  if (stdout === '') throw new Error(stderr);
  return { code, ...JSON.parse(stdout) };
}

function brief({ findings }: AuditReport): string[] {
  return findings.map(({ severity, finding, container = '-' }) => `${severity} ${finding} ${container}`);
}

it('a StatefulSet with OnDelete does not hide what its template had for a while', async () => {
  const set = { kind: 'StatefulSet', more: { updateStrategy: { type: 'OnDelete' } } };
  await apply(manifest({ ...set, pod: { containers: [{ name: 'web', image: WEB }, MINER] } }));
  await pod();
  await apply(manifest(set));
  const report = await vi.waitFor(
    async () => {
      const found = await audit({ 'web.yaml': manifest(set) });
      expect(brief(found)).toEqual(['error undeclared-container miner', 'error extra-privilege miner']);
      return found;
    },
    { timeout: 30_000, interval: 500 },
  );
  expect(report.code).toBe(1);
  expect(report.findings[0]?.message).toContain(
    'still runs, and is in neither its manifest nor the present template of its StatefulSet',
  );
  // Its remedy is true.
  await kubectl(['delete', 'pod', 'web-0', '-n', namespace, '--wait']);
  await pod();
  expect(await audit({ 'web.yaml': manifest(set) })).toMatchObject({ code: 0, findings: [] });
});

it('a container that was added to the workload in the cluster has its powers compared', async () => {
  await apply(manifest());
  const spec = {
    volumes: [{ name: 'node', hostPath: { path: '/' } }],
    containers: [{ ...MINER, volumeMounts: [{ name: 'node', mountPath: '/host' }] }],
  };
  await patch('deployment/web', { spec: { template: { spec } } });
  await vi.waitFor(
    async () => {
      const report = await audit({ 'web.yaml': manifest() });
      expect(brief(report)).toEqual(['error extra-privilege miner', 'warning undeclared-container miner']);
      expect(report.pods).toBe(1);
    },
    { timeout: 60_000, interval: 500 },
  );
  // What the message says of `kubectl apply` is so.
  await apply(manifest());
  const names = ['get', 'deployment/web', '-n', namespace, '-o', 'jsonpath={.spec.template.spec.containers[*].name}'];
  expect(await kubectl(names)).toContain('miner');
});

it('an image that was patched into a pod is that, and applying the manifest changes nothing', async () => {
  await apply(manifest());
  const name = await pod();
  await kubectl(['set', 'image', `pod/${name}`, 'web=evil.example.com/shop/web:1', '-n', namespace]);
  const report = await audit({ 'web.yaml': manifest() });
  expect(brief(report)).toEqual(['error image-drift web']);
  expect(report.findings[0]?.message).toBe(
    `Image from another place: the container "web" has the image evil.example.com/shop/web:1 but its manifest declares ${WEB}. It was changed in the pod itself by the client "kubectl-set", so applying the manifest changes nothing. Find out in the audit log of the API server who used this client, and delete the pod.`,
  );
  await apply(manifest());
  expect(brief(await audit({ 'web.yaml': manifest() }))).toEqual(['error image-drift web']);
});

it.each([
  ['program-drift', { command: ['/bin/sh', '-c', 'evil'] }],
  ['program-drift', { args: ['--evil'] }],
  ['extra-privilege', { env: [{ name: 'LD_PRELOAD', value: '/tmp/evil.so' }] }],
])('a workload with %s in the cluster is found: %j', async (finding, container) => {
  await apply(manifest({ container }));
  await pod();
  expect(brief(await audit({ 'web.yaml': manifest() }))).toEqual([`error ${finding} web`]);
  expect(await audit({ 'web.yaml': manifest({ container }) })).toMatchObject({ code: 0, findings: [] });
});

it('the Secrets of an environment are compared', async () => {
  const container = { envFrom: [{ secretRef: { name: 'keys', optional: true } }] };
  await apply(manifest({ container }));
  await pod();
  expect(brief(await audit({ 'web.yaml': manifest() }))).toEqual(['warning extra-privilege web']);
});

it('the policy that adds a container is named, and no other', async () => {
  const policy = (name: string, expression: string): object => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicy',
    metadata: { name: `${name}-${namespace}` },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
      },
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }],
    },
  });
  const binding = (name: string): object => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name: `${name}-${namespace}` },
    spec: { policyName: `${name}-${namespace}` },
  });
  const adds = 'Object{spec: Object.spec{containers: [Object.spec.containers{name: "proxy", image: "proxy:1"}]}}';
  const labels = 'Object{metadata: Object.metadata{labels: {"touched": "yes"}}}';
  for (const object of [policy('adds', adds), policy('labels', labels), binding('adds'), binding('labels')])
    await apply(object);
  // A policy takes effect some time after its binding.
  const deployment = manifest();
  await vi.waitFor(
    async () => {
      await kubectl([
        'delete',
        'deployment/web',
        '-n',
        namespace,
        '--ignore-not-found',
        '--wait',
        '--cascade=foreground',
      ]);
      await apply(deployment);
      await pod();
      const { findings } = await audit({ 'web.yaml': deployment });
      expect(findings[0]?.message).toContain(`Find out who added it (possibly the policy adds-${namespace}), then`);
    },
    { timeout: 60_000, interval: 500 },
  );
});

it('the manifest that matches is taken, and pods that nothing describes are counted apart', async () => {
  const [staging, prod] = ['staging', 'prod'].map((name) =>
    manifest({ container: { image: `registry.example.com/${name}/web:1` } }),
  );
  await apply(Object(prod));
  await pod();
  const files = { 'env/a/web.yaml': Object(staging), 'env/b/web.yaml': Object(prod) };
  expect(await audit(files)).toMatchObject({ code: 0, findings: [], notCompared: [] });
  const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare', namespace }, spec: { containers: [MINER] } };
  await apply(bare);
  expect(await audit(files)).toMatchObject({ pods: 2, podsNotCompared: 1, findings: [] });
});
