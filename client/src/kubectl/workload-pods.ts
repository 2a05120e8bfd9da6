import type { WorkloadAt } from '../../../server/src/protocol';
import type { Fields } from './json';
import type { Kubectl, RunOptions } from './kubectl';
import { chunksOf } from './list';
import { inNamespace } from './owners';

/** Whether a manifest says which pods are its own: one that is only a patch often has none of their labels. */
export function tellsPods({ kind, labels }: WorkloadAt): boolean {
  return kind === 'Pod' || Object.keys(labels).length > 0;
}

/**
 * The pods of a namespace, or those of a workload by its labels, as they arrive.
 * @param workload one that `tellsPods`
 * @throws KubectlError
 */
export function podsOfWorkload(
  kubectl: Kubectl,
  { context, namespace }: { readonly context: string; readonly namespace: string },
  workload: WorkloadAt | undefined,
  options: RunOptions,
): AsyncGenerator<readonly Fields[], void> {
  return chunksOf(kubectl, context, `/api/v1${inNamespace(namespace)}/pods`, { ...options, ...selectorOf(workload) });
}

/** The labels that its pods have; a pod itself is looked for by its name. */
function selectorOf(workload: WorkloadAt | undefined) {
  if (!workload) return {};
  if (workload.kind === 'Pod') return { fieldSelector: `metadata.name=${workload.name}` };
  return {
    labelSelector: Object.entries(workload.labels)
      .map((pair) => pair.join('='))
      .join(','),
  };
}
