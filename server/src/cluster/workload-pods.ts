import type { WorkloadAt } from '../protocol';
import type { JsonFields } from './json';
import type { Kubectl, RunOptions } from './kubectl';
import { chunksOf } from './list';
import { inNamespace } from './owners';

/** Whether a manifest says which pods are its own. A patch often has no pod labels. */
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
): AsyncGenerator<readonly JsonFields[], void> {
  return chunksOf(kubectl, context, `/api/v1${inNamespace(namespace)}/pods`, { ...options, ...selectorOf(workload) });
}

/** Selects pods by the labels of a workload, or a pod by its name. */
function selectorOf(workload: WorkloadAt | undefined) {
  if (!workload) return {};
  if (workload.kind === 'Pod') return { fieldSelector: `metadata.name=${workload.name}` };
  return {
    labelSelector: Object.entries(workload.labels)
      .map((pair) => pair.join('='))
      .join(','),
  };
}
