import type { TestProject } from 'vitest/node';
import { startCluster, stopAbandoned, stopCluster } from '../hosts/clusters.mjs';
import { installGoProgram } from '../hosts/go-programs.mjs';
import { installKubectl } from '../hosts/kubectl.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly kubectl: string;
    /** Of the newest Kubernetes, with all its controllers and a node. */
    readonly kubeconfig: string;
    /** Of an API server of 1.34, in which nothing happens by itself. */
    readonly kubeconfigOf134: string;
    readonly opa: string;
  }
}

/** The clusters of the whole suite; each test has namespaces of its own. Runs at the same time have clusters of their own. */
export default async function start(project: TestProject): Promise<() => void> {
  project.provide('opa', await installGoProgram('opa'));
  project.provide('kubectl', await installKubectl('newest'));
  stopAbandoned();
  const owner = process.pid;
  const [newest, oldest] = await Promise.all([
    startCluster({ name: `test-${owner}-newest`, owner }),
    startCluster({ name: `test-${owner}-1.34`, kubernetes: '1.34', isApiServerOnly: true, owner }),
  ]);
  project.provide('kubeconfig', newest.kubeconfig);
  project.provide('kubeconfigOf134', oldest.kubeconfig);
  return () => {
    for (const cluster of [newest, oldest]) stopCluster(cluster);
  };
}
