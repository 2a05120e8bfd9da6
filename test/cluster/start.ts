import type { TestProject } from 'vitest/node';
import { startControlPlane, stopControlPlane } from '../hosts/control-plane.mjs';
import { installGoProgram } from '../hosts/go-programs.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly kubectl: string;
    readonly kubeconfig: string;
    readonly opa: string;
  }
}

/** One control plane for the whole suite; each test has namespaces of its own. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  project.provide('opa', await installGoProgram('opa'));
  const started = await startControlPlane();
  project.provide('kubectl', started.kubectl);
  project.provide('kubeconfig', started.kubeconfig);
  return () => stopControlPlane(started);
}
