import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Cluster, listClusters, startCluster, stopAbandoned, stopCluster } from '../hosts/clusters.mjs';
import { installGoProgram } from '../hosts/go-programs.mjs';
import { installKubectl } from '../hosts/kubectl.mjs';
import { keepClaims } from './record/claims';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly kubectl: string;
    /** Of the newest Kubernetes, with all its controllers and a node. */
    readonly kubeconfig: string;
    /** Of an API server of 1.34, in which nothing happens by itself. */
    readonly kubeconfigOf134: string;
    readonly opa: string;
    /** A folder for what tests say about claims, one file each. */
    readonly records: string;
  }
}

/**
 * The clusters of the whole suite; each test has namespaces of its own. Runs at the same time have clusters of their own.
 * While tests are written, `SIDECAR_GUARD_CLUSTERS=NAME,NAME` takes two that run: the newest, and an API server of 1.34.
 */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  project.provide('opa', await installGoProgram('opa'));
  project.provide('kubectl', await installKubectl('newest'));
  const names = process.env.SIDECAR_GUARD_CLUSTERS?.split(',');
  const clusters = names ? names.map(runningCluster) : await startBoth();
  const [newest, oldest] = clusters;
  if (!newest || !oldest) throw new Error('Name two clusters in SIDECAR_GUARD_CLUSTERS.');
  project.provide('kubeconfig', newest.kubeconfig);
  project.provide('kubeconfigOf134', oldest.kubeconfig);
  const records = await mkdtemp(join(tmpdir(), 'sidecar-guard-records-'));
  project.provide('records', records);
  return async () => {
    stopOwn();
    if (process.env.SIDECAR_GUARD_RECORD) keepClaims(records);
    await rm(records, { recursive: true });
  };
}

function startBoth(): Promise<Cluster[]> {
  stopAbandoned();
  // A run that fails or is interrupted while one of them starts ends here only.
  process.once('exit', stopOwn);
  const owner = process.pid;
  return Promise.all([
    startCluster({ name: `test-${owner}-newest`, owner }),
    startCluster({ name: `test-${owner}-1.34`, kubernetes: '1.34', isApiServerOnly: true, owner }),
  ]);
}

function stopOwn(): void {
  for (const cluster of listClusters()) if (cluster.owner === process.pid) stopCluster(cluster);
}

function runningCluster(name: string): Cluster {
  const cluster = listClusters().find((one) => one.name === name && one.isRunning);
  if (!cluster) throw new Error(`No cluster "${name}" runs: npm run cluster -- start --name ${name}`);
  return cluster;
}
