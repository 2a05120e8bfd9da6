import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kubectl } from '../../client/src/kubectl/kubectl';
import { collectRunning } from '../../client/src/kubectl/running-workloads';
import { audit } from '../../server/src/audit/audit';
import { ManifestFile } from '../../server/src/manifest/file';
import { toAuditText } from '../../server/src/report/audit';
import { WorkspaceIndex } from '../../server/src/workspace/workspace-index';
import { deploymentAt, podAt, replicaSetAt } from './running-pods';

const DEPLOYMENTS = 2000;
const REPLICAS = 10;
/** A Deployment keeps some of its old ReplicaSets. */
const REPLICA_SETS = 3;
const MANIFESTS = 500;
/** One pod in so many has a container that nobody declared. */
const INFECTED = 1000;
/** What must hold: in MB, and in milliseconds without what the cluster takes. */
const MEMORY_LIMIT = 300;
const TIME_LIMIT_MS = 3000;

interface Measured {
  readonly pods: number;
  readonly findings: number;
  readonly collected: number;
  readonly compared: number;
  readonly memory: number;
}

/** This file is three programs: the benchmark, the process that it measures, and a kubectl that needs no cluster. */
const [role, ...words] = process.argv.slice(2);
if (role === 'kubectl') answer(words);
else if (role === 'measured') void measure(words[0] ?? '');
else benchmark();

function benchmark(): void {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-bench-'));
  try {
    const program = join(folder, 'kubectl');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${__filename}' kubectl "$@"\n`, { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync(process.execPath, [__filename, 'measured', program], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    report(JSON.parse(stdout));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report({ pods, findings, collected, compared, memory }: Measured): void {
  if (pods !== DEPLOYMENTS * REPLICAS || findings !== pods / INFECTED)
    throw new Error(`${findings} findings in ${pods} pods; the benchmark measures something else.`);
  const size = JSON.stringify(podAt(0, 0, false)).length;
  console.log(`\naudit of ${pods} pods of ${(size / 1000).toFixed(1)} KB in ${DEPLOYMENTS} Deployments`);
  console.log(`reading: ${collected.toFixed(0)} ms, most of it the cluster's; comparing: ${compared.toFixed(0)} ms`);
  console.log(`memory at most: ${memory.toFixed(0)} MB`);
  if (memory <= MEMORY_LIMIT && compared <= TIME_LIMIT_MS) return;
  console.error(`Too much: at most ${MEMORY_LIMIT} MB, and ${TIME_LIMIT_MS} ms to compare.`);
  process.exitCode = 1;
}

async function measure(program: string): Promise<void> {
  const index = new WorkspaceIndex();
  for (let at = 0; at < MANIFESTS; at++) index.update(`/apps/${at}.yaml`, ManifestFile.read(manifest(at)));
  const start = performance.now();
  const running = await collectRunning(new Kubectl(program), { context: 'bench', namespace: undefined });
  const read = performance.now();
  const found = audit(running, index);
  toAuditText(found, false);
  const measured: Measured = {
    pods: found.pods,
    findings: found.findings.filter(({ severity }) => severity === 'error').length,
    collected: read - start,
    compared: performance.now() - read,
    memory: process.resourceUsage().maxRSS / 1000,
  };
  process.stdout.write(JSON.stringify(measured));
}

function manifest(at: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-${at}
  namespace: team-${at % 40}
spec:
  template:
    spec:
      serviceAccountName: shop
      containers:
        - name: shop
          image: registry.example.com/team/shop:1.${at}
`;
}

/** A chunk of a list, as the API server gives it to `kubectl get --raw`. */
function answer(asked: readonly string[]): void {
  const raw = asked.find((word) => word.startsWith('--raw='))?.slice('--raw='.length) ?? '';
  const [path = '', query] = raw.split('?');
  const items: Readonly<Record<string, { count: number; at: (index: number) => object }>> = {
    pods: {
      count: DEPLOYMENTS * REPLICAS,
      at: (index) => podAt(Math.floor(index / REPLICAS), index % REPLICAS, index % INFECTED === 0),
    },
    replicasets: {
      count: DEPLOYMENTS * REPLICA_SETS,
      at: (index) => replicaSetAt(Math.floor(index / REPLICA_SETS), index % REPLICA_SETS),
    },
    deployments: { count: DEPLOYMENTS, at: deploymentAt },
  };
  const list = items[path.slice(path.lastIndexOf('/') + 1)] ?? { count: 0, at: () => ({}) };
  const parameters = new URLSearchParams(query);
  const start = Number(parameters.get('continue') ?? 0);
  const end = Math.min(list.count, start + Number(parameters.get('limit')));
  const metadata = end < list.count ? { continue: String(end) } : {};
  const objects = Array.from({ length: end - start }, (_, at) => list.at(start + at));
  process.stdout.write(JSON.stringify({ kind: 'List', metadata, items: objects }));
}
