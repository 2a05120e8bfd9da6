import { auditRunning } from '../../../server/src/audit/audit';
import { Kubectl } from '../../../server/src/cluster/kubectl';
import { collectRunning } from '../../../server/src/cluster/running-workloads';
import { ManifestFile } from '../../../server/src/manifest/file';
import { toAuditText } from '../../../server/src/report/audit';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import type { MeasuredAudit } from '../parts/audit';
import { deploymentAt, podAt, replicaSetAt } from '../texts/running-pods';

const DEPLOYMENTS = 2000;
const REPLICAS = 10;
/** A Deployment keeps some of its old ReplicaSets. */
const REPLICA_SETS = 3;
const MANIFESTS = 500;
/** One pod in so many has an undeclared container. */
const INFECTED = 1000;

/** This file is two programs: the process that is measured, and a kubectl that needs no cluster. */
const [role, ...words] = process.argv.slice(2);
if (role === 'kubectl') answer(words);
else void measure(words[0] ?? '');

async function measure(program: string): Promise<void> {
  const index = new WorkspaceIndex();
  for (let position = 0; position < MANIFESTS; position++)
    index.update(`/apps/${position}.yaml`, ManifestFile.read(manifest(position)));
  const start = performance.now();
  const running = await collectRunning(new Kubectl(program), { context: 'bench', namespace: undefined });
  const read = performance.now();
  const found = auditRunning(running, index);
  toAuditText(found, false);
  const measured: MeasuredAudit = {
    pods: found.pods,
    findings: found.findings.filter(({ severity }) => severity === 'error').length,
    collected: read - start,
    compared: performance.now() - read,
    memory: process.resourceUsage().maxRSS / 1000,
  };
  process.stdout.write(JSON.stringify(measured));
}

function manifest(index: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-${index}
  namespace: team-${index % 40}
spec:
  template:
    spec:
      serviceAccountName: shop
      containers:
        - name: shop
          image: registry.example.com/team/shop:1.${index}
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
  const objects = Array.from({ length: end - start }, (_, index) => list.at(start + index));
  process.stdout.write(JSON.stringify({ kind: 'List', metadata, items: objects }));
}
