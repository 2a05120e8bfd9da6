import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuditReport } from '../../../server/src/audit/audit';
import { main } from '../../../server/src/cli/main';
import { installKubectl } from '../../hosts/kubectl.mjs';
import { type Cluster, type ClusterOptions, startCluster } from '../../stand-in/cluster.ts';
import { hang } from '../../stand-in/gates.ts';
import type { KubeObject } from '../../stand-in/objects.ts';
import { jsonMistakes } from './format-schemas/json-mistakes';
import { folderWith, type Outcome, run } from './run';

const DIGEST = `sha256:${'a'.repeat(64)}`;

function replicaSet(namespace: string): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web-7f', namespace, ...ownedBy('apps/v1', 'Deployment', 'web') },
    spec: { template: { spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1' }] } } },
  };
}

function ownedBy(apiVersion: string, kind: string, name: string): object {
  return { ownerReferences: [{ apiVersion, kind, name, uid: '1', controller: true }] };
}

/** A pod of the ReplicaSet, with these containers beside its own. */
function podOf(name: string, namespace: string, ...more: object[]): KubeObject {
  const containers = [{ name: 'web', image: 'registry.example.com/web:1' }, ...more];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { 'pod-template-hash': '7f' }, ...ownedBy('apps/v1', 'ReplicaSet', 'web-7f') },
    spec: { serviceAccountName: 'default', containers },
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'web',
          imageID: `registry.example.com/web@${DIGEST}`,
          state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
        },
      ],
    },
  };
}

const MINER = { name: 'miner', image: 'docker.io/evil/miner:1' };
const OBJECTS = [
  replicaSet('shop'),
  podOf('web-7f-a', 'shop'),
  podOf('web-7f-b', 'shop', MINER),
  podOf('web-7f-c', 'shop', MINER),
  replicaSet('bank'),
  podOf('web-7f-d', 'bank', { name: 'web-log', image: 'docker.io/log:1', securityContext: { privileged: true } }),
];
const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1
`;
let program: string;
let cluster: Cluster | undefined;

beforeAll(async () => {
  program = await installKubectl('newest');
}, 300_000);

afterEach(async () => {
  vi.unstubAllEnvs();
  await cluster?.close();
  cluster = undefined;
});

async function start(options: ClusterOptions = {}): Promise<void> {
  cluster = await startCluster({ objects: OBJECTS, contexts: [{ name: 'test', namespace: 'shop' }], ...options });
  for (const [name, value] of Object.entries(cluster.environment)) vi.stubEnv(name, value);
}

function audit(
  words: readonly string[],
  files: Readonly<Record<string, string>> = { 'web.yaml': MANIFEST },
): Promise<Outcome> {
  return run(['audit', '--kubectl', program, ...words], folderWith(files));
}

async function report(words: readonly string[], files?: Readonly<Record<string, string>>): Promise<AuditReport> {
  const { stdout, stderr } = await audit(['--format', 'json', ...words], files);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('audit', () => {
  it('takes the namespace that is named, or all of them', async () => {
    await start();
    const bank = await report(['-n', 'bank']);
    expect(bank).toMatchObject({ version: 1, context: 'test', namespace: 'bank', pods: 1, workloads: 1 });
    expect(bank.findings.map(({ finding, container }) => [finding, container])).toEqual([
      ['undeclared-container', 'web-log'],
      ['extra-privilege', 'web-log'],
    ]);
    const all = await report(['-A']);
    expect(all).toMatchObject({ pods: 4, workloads: 2 });
    expect(all.findings.map(({ namespace, pods }) => [namespace, pods.count])).toEqual([
      ['bank', 1],
      ['bank', 1],
      ['shop', 2],
    ]);
    const both = await audit(['-A', '-n', 'bank']);
    expect([both.code, both.stderr]).toEqual([
      2,
      "sidecar-guard: `--namespace` and `--all-namespaces` can't be used together; choose one.\n",
    ]);
  });

  it("compares a manifest without namespace with what is in the context's, or in the one that is named", async () => {
    const objects = ['shop', 'bank'].flatMap((namespace) => [replicaSet(namespace), podOf('web-7f-a', namespace)]);
    await start({ objects });
    const files = { 'web.yaml': MANIFEST.replace('  namespace: shop\n', '').replace('web:1', 'web:2') };
    const found = async (...words: string[]) => (await report(words, files)).findings.map(({ namespace }) => namespace);
    expect(await found('-A')).toEqual(['shop']);
    expect(await found('-n', 'bank')).toEqual(['bank']);
    expect((await audit(['-A'], files)).stdout).toContain(
      'not compared Deployment web in bank: the manifest in web.yaml:4 has its name and no namespace, so it was only used for the namespace "shop".',
    );
  });

  it('is SARIF, which points into the manifest where there is one', async () => {
    await start();
    const { code, stdout } = await audit(['-A', '--format', 'sarif', '--fail-on', 'never']);
    expect(code).toBe(0);
    expect(jsonMistakes('sarif', stdout)).toEqual([]);
    const [{ tool, results }] = JSON.parse(stdout).runs;
    expect(tool.driver.rules[results[2].ruleIndex].id).toBe('undeclared-container');
    expect(results.map(({ locations }: { locations: object[] }) => locations)).toEqual([
      [{ logicalLocations: [{ fullyQualifiedName: 'bank/Deployment/web/web-log', kind: 'resource' }] }],
      [{ logicalLocations: [{ fullyQualifiedName: 'bank/Deployment/web/web-log', kind: 'resource' }] }],
      [
        {
          physicalLocation: { artifactLocation: { uri: 'web.yaml' }, region: { startLine: 4 } },
          logicalLocations: [{ fullyQualifiedName: 'shop/Deployment/web/miner', kind: 'resource' }],
        },
      ],
    ]);
  });

  it('writes its report to a file, and fails from the severity on that is named', async () => {
    await start({ objects: [...OBJECTS.slice(0, 2)] });
    const folder = folderWith({ 'web.yaml': MANIFEST.replace('web:1', 'web:2') });
    const words = ['audit', '--kubectl', program, '--output', 'report.txt'];
    expect(await run(words, folder)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toContain(
      'but its manifest declares registry.example.com/web:2',
    );
    expect((await run([...words, '--fail-on', 'warning'], folder)).code).toBe(1);
  });

  it('asks for pods in chunks, of the context that is named', async () => {
    const pods = Array.from({ length: 501 }, (_, index) => podOf(`web-7f-${index}`, 'shop'));
    await start({ objects: [replicaSet('shop'), ...pods], contexts: [{ name: 'other' }, { name: 'arn:aws/test' }] });
    const found = await report(['--context', 'arn:aws/test', '-n', 'shop']);
    expect(found).toMatchObject({ context: 'arn:aws/test', pods: 501, workloads: 1, findings: [] });
    expect(cluster?.requests.filter(({ resource }) => resource === 'pods')).toHaveLength(2);
  });

  it('says what keeps kubectl from reading the cluster, and what to do', async () => {
    await start();
    expect(await run(['audit', '--kubectl', '/no/such/kubectl'], folderWith({}))).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'sidecar-guard: "/no/such/kubectl" could not be run (it does not exist); install kubectl, or name it with `--kubectl PATH`.\n',
    });
    expect((await audit(['--context', 'nope'])).stderr).toBe(
      'sidecar-guard: The kubeconfig does not have the context "nope". Choose another context.\n',
    );
    const format = await audit(['--format', 'junit']);
    expect(format).toMatchObject({ code: 2, stderr: expect.stringContaining('write one of text, json, sarif') });
  });

  it('runs the kubectl of the PATH, and none that the working folder brings', async () => {
    await start();
    const evil = '#!/bin/sh\ntouch "$(dirname "$0")/was-run"\n';
    const folder = folderWith({ 'web.yaml': MANIFEST, kubectl: evil, 'bin/kubectl': evil });
    for (const name of ['kubectl', 'bin/kubectl']) chmodSync(join(folder, name), 0o755);
    const own = folderWith({ 'kubectl-1': `#!/bin/sh\nexec '${program}' "$@"\n`, kubectl: 'not a program' });
    chmodSync(join(own, 'kubectl-1'), 0o755);
    vi.stubEnv('PATH', `:.:bin:${join(folder, 'bin')}:${own}`);
    const brought = await run(['audit'], folder);
    expect(brought).toEqual({
      code: 2,
      stdout: '',
      stderr: `sidecar-guard: kubectl was not run: the only one on the PATH is ${join(folder, 'bin/kubectl')}, in the repository of the working folder or of an audited path, and the authors of the repository could have put it there; install kubectl elsewhere, or name this one with \`--kubectl ${join(folder, 'bin/kubectl')}\` if you trust it.\n`,
    });
    for (const name of ['was-run', 'bin/was-run']) expect(existsSync(join(folder, name))).toBe(false);
    expect((await run(['audit', '--kubectl', 'kubectl-1'], folder)).stdout).toContain(
      '1 error in 3 pods of 1 workload',
    );
    expect((await run(['audit', '--kubectl', 'kubectl-2'], folder)).stderr).toBe(
      'sidecar-guard: kubectl-2 is not on the PATH; install kubectl (https://kubernetes.io/docs/tasks/tools/), or name it with `--kubectl PATH`.\n',
    );
  });

  it('says in a line what is no kubectl, or too old', async () => {
    const answer = (version: string): string => `#!/bin/sh\necho '{"clientVersion":{"gitVersion":"${version}"}}'\n`;
    const folder = folderWith({ other: '#!/bin/sh\necho hello\n', old: answer('v1.26.3') });
    for (const name of ['other', 'old']) chmodSync(join(folder, name), 0o755);
    expect(await run(['audit', '--kubectl', './other'], folder)).toEqual({
      code: 2,
      stdout: '',
      stderr: `sidecar-guard: ${join(folder, 'other')} does not answer like kubectl. Choose a kubectl with the setting \`sidecarGuard.kubectl.path\` or the option \`--kubectl PATH\`.\n`,
    });
    expect((await run(['audit', '--kubectl', './old'], folder)).stderr).toBe(
      `sidecar-guard: ${join(folder, 'old')} is kubectl v1.26.3, which is too old. Update it to v1.29 or newer, or choose another kubectl with the setting \`sidecarGuard.kubectl.path\` or the option \`--kubectl PATH\`.\n`,
    );
  });

  it('says how far it is to who watches, and takes that away', async () => {
    await start();
    let [stdout, stderr] = ['', ''];
    await main(['audit', '--kubectl', program], {
      cwd: folderWith({ 'web.yaml': MANIFEST }),
      stdin: process.stdin,
      stdout: (words) => {
        stdout += words;
      },
      stderr: (words) => {
        stderr += words;
      },
      hasColors: true,
      isWatched: true,
    });
    expect(stderr).toBe('\r\u001b[KReading pods…\r\u001b[K3 pods read…\r\u001b[K');
    expect(stdout).toContain('\u001b[31merror\u001b[39m Undeclared container: "miner"');
  });

  it('stops kubectl at Ctrl+C', async () => {
    await start({ gates: [hang(/\/pods$/)] });
    const folder = folderWith({ kubectl: `#!/bin/sh\necho $$ > "$(dirname "$0")/pid"\nexec '${program}' "$@"\n` });
    chmodSync(join(folder, 'kubectl'), 0o755);
    const child = spawn(process.execPath, [resolve('dist/cli.js'), 'audit', '--kubectl', './kubectl'], { cwd: folder });
    await cluster?.asked(/\/pods$/);
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    child.kill('SIGINT');
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect([code, stderr]).toEqual([130, 'sidecar-guard: stopped; nothing was compared.\n']);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
