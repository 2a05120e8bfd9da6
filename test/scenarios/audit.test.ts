import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuditReport } from '../../server/src/audit/audit';
import { installKubectl } from '../hosts/kubectl.mjs';
import { fieldsOf, type KubeObject } from '../stand-in/objects.ts';
import { runningPod } from '../stand-in/pods.ts';
import { folderWith, type Outcome, run } from '../unit/cli/run';
import { type ScenarioCluster, type ScenarioOptions, startScenario } from './cluster.ts';
import { controller, ownedBy } from './controllers.ts';
import type { Denied } from './rights.ts';

const WEB = 'registry.example.com/web:1';
const MINER = 'docker.io/evil/miner:1';

function replicaSet(namespace: string): KubeObject {
  const metadata = { namespace, ...ownedBy('apps/v1', 'Deployment', 'web') };
  return controller('apps/v1', 'ReplicaSet', 'web-7f', { containers: [{ name: 'web', image: WEB }], metadata });
}

/** A pod of the ReplicaSet, with these containers beside its own. */
function podOf(name: string, namespace: string, more: Readonly<Record<string, string>> = {}): KubeObject {
  const labels = { 'pod-template-hash': '7f' };
  const images = { web: WEB, ...more };
  const owner = ownedBy('apps/v1', 'ReplicaSet', 'web-7f');
  return runningPod(name, Object.keys(images), { namespace, labels, images, ...owner });
}

const OBJECTS = [
  replicaSet('shop'),
  podOf('web-7f-a', 'shop'),
  podOf('web-7f-b', 'shop', { miner: MINER }),
  podOf('web-7f-c', 'shop', { miner: MINER }),
  replicaSet('bank'),
  podOf('web-7f-d', 'bank', { 'web-log': 'docker.io/log:1' }),
];
/** It never answers, and the API server does not wait for it. */
const WEBHOOK: KubeObject = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: { name: 'injector' },
  webhooks: [
    {
      name: 'pods.injector.example.com',
      rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      clientConfig: { url: 'https://127.0.0.1:1' },
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      failurePolicy: 'Ignore',
    },
  ],
};

let program: string;
let cluster: ScenarioCluster;
/** The namespace that the manifests and the context are about. */
let shop: string;

beforeAll(async () => {
  program = await installKubectl('newest');
}, 300_000);

afterEach(async () => {
  vi.unstubAllEnvs();
  await cluster.close();
});

async function start(options: ScenarioOptions = {}): Promise<void> {
  cluster = await startScenario({ objects: OBJECTS, contexts: [{ name: 'test', namespace: 'shop' }], ...options });
  shop = cluster.own('shop');
  for (const [name, value] of Object.entries(cluster.environment)) vi.stubEnv(name, value);
}

function audit(words: readonly string[], files = { 'web.yaml': manifest() }): Promise<Outcome> {
  return run(['audit', '--kubectl', program, ...words], folderWith(files));
}

async function report(words: readonly string[]): Promise<AuditReport> {
  const { stdout, stderr } = await audit(['--format', 'json', ...words]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

function manifest(): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: ${shop}
spec:
  template:
    spec:
      containers:
        - name: web
          image: ${WEB}
`;
}

describe('an audit by the command line', () => {
  it('that watches reports again when pods have changed, and reads them once', async () => {
    await start();
    const ctrlC = new AbortController();
    let stdout = '';
    const end = run(['audit', '--kubectl', program, '--watch'], folderWith({ 'web.yaml': manifest() }), '', {
      stdout: (text) => {
        stdout += text;
      },
      interrupted: () => ctrlC.signal,
    });
    await expect.poll(() => stdout).toContain('1 error in 3 pods of 1 workload');
    await cluster.put(podOf('web-7f-e', 'shop', { backdoor: MINER }));
    await expect.poll(() => stdout).toContain('"backdoor"');
    expect(stdout).toContain('2 errors in 4 pods of 1 workload');
    ctrlC.abort();
    expect((await end).code).toBe(130);
  });

  it("says who is in the pods of the context's namespace that are not declared", async () => {
    await start({ objects: [...OBJECTS, WEBHOOK] });
    expect(await audit([])).toEqual({
      code: 1,
      stderr: '',
      stdout: `Deployment web in ${shop}
  error Undeclared container: "miner" (${MINER}) is in neither its manifest nor the template of its ReplicaSet, and no known injector adds it. Find out who added it (possibly the webhook ${cluster.own('injector')}/pods.injector.example.com), then declare it or delete the pod. undeclared-container
    web.yaml:4, 2 pods: web-7f-b and web-7f-c

1 error in 3 pods of 1 workload
`,
    });
  });

  it('takes the namespace that is named', async () => {
    await start();
    const { pods, workloads, findings, namespace } = await report(['-n', cluster.own('bank')]);
    expect({ pods, workloads, namespace }).toEqual({ pods: 1, workloads: 1, namespace: cluster.own('bank') });
    expect(findings.map(({ finding, container }) => [finding, container])).toEqual([
      ['undeclared-container', 'web-log'],
    ]);
  });

  it('compares with manifests alone where templates may not be read, and says so', async () => {
    const mayNot: Denied[] = [
      { verb: 'list', resource: 'replicasets' },
      { verb: 'list', resource: 'mutatingwebhookconfigurations' },
      { verb: 'list', resource: 'mutatingadmissionpolicies' },
      { verb: 'get', resource: 'namespaces' },
    ];
    await start({ objects: [...OBJECTS, WEBHOOK], mayNot });
    const own = await report([]);
    expect(own.findings.map(({ message }) => message)).toEqual([
      `Undeclared container: "miner" (${MINER}) is not in its manifest, and no known injector adds it. Find out who added it (unknown for webhooks and mutating admission policies, which you may not list), then declare it or delete the pod.`,
    ]);
    expect(own.notCompared).toEqual([
      {
        namespace: shop,
        workload: { kind: 'Deployment', name: 'web' },
        reason: 'only its manifest was compared: you may not read its ReplicaSet',
      },
    ]);
    expect(own.limits).toEqual([
      'You may not list replicasets, so the pods of every ReplicaSet are not compared with its template. Ask your cluster administrator for permission to list replicasets.',
      `You may not read the namespace "${shop}", so it is not known which injectors its labels turn on.`,
      'You may not list mutatingwebhookconfigurations, so it is not known which of them may have changed pods.',
      'You may not list mutatingadmissionpolicies, so it is not known which of them may have changed pods.',
    ]);
    const without = await audit([], { 'web.yaml': '' });
    expect(without.stdout).toContain(
      `not compared Deployment web in ${shop}: there is nothing to compare it with: you may not read its ReplicaSet.`,
    );
  });

  it.each([
    ['do not have', ['patch', 'update']],
    ['have', ['update']],
    ['have', ['patch']],
  ] as const)('says that you %s the right to add ephemeral containers, without that to %j', async (words, verbs) => {
    const pod = podOf('web-7f-a', 'shop');
    const ephemeralContainers = [{ name: 'debugger', image: 'busybox:1.36', targetContainerName: 'web' }];
    const state = { running: { startedAt: '2026-01-01T00:00:00Z' } };
    const ephemeralContainerStatuses = [{ name: 'debugger', image: 'busybox:1.36', imageID: '', state }];
    const status = { ...fieldsOf(pod.status), ephemeralContainerStatuses };
    const mayNot = verbs.map((verb): Denied => ({ verb, resource: 'pods/ephemeralcontainers' }));
    const debugged = { ...pod, spec: { ...fieldsOf(pod.spec), ephemeralContainers }, status };
    await start({ objects: [replicaSet('shop'), debugged], mayNot });
    expect((await audit([])).stdout).toContain(
      `Ephemeral container in a running pod: "debugger" (busybox:1.36) is still running and can see the processes of "web". If it is not for debugging, delete the pod to remove it, and find out in the audit log of the API server who added it (this needs permission to patch or update \`pods/ephemeralcontainers\`, which you ${words}).`,
    );
  });

  it('says what keeps kubectl from reading the cluster, and what to do', async () => {
    await start({ mayNot: [{ verb: 'list', resource: 'pods' }] });
    expect(await audit([])).toEqual({
      code: 2,
      stdout: '',
      stderr: `sidecar-guard: In the context "test", "${cluster.user}" may not list pods in the namespace "${shop}". Ask your cluster administrator for a role that allows it.\n`,
    });
    expect((await audit(['-n', 'nope'])).stderr).toBe(
      `sidecar-guard: In the context "test", "${cluster.user}" may not list pods in the namespace "nope". Ask your cluster administrator for a role that allows it.\n`,
    );
  });

  it('says so where there is no such namespace', async () => {
    await start();
    expect(await audit(['-n', 'nope'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'sidecar-guard: There is no "nope" among the namespaces; it may have been deleted. Choose another one.\n',
    });
  });
});
