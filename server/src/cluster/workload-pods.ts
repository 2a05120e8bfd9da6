import type { WorkloadAt } from '../protocol';
import { own } from '../text/own';
import { fieldTexts, type JsonFields, jsonFields } from './json';
import type { Kubectl, RunOptions } from './kubectl';
import { chunksOf } from './list';
import { inNamespace } from './owners';

/** Whether a manifest says which pods are its own. A patch often has no pod labels. */
export function tellsPods({ kind, labels }: WorkloadAt): boolean {
  return ['Pod', 'Job', 'CronJob'].includes(kind) || Object.keys(labels).length > 0;
}

/**
 * The pods of a namespace, or those of a workload by its labels, as they arrive.
 * @param workload one that `tellsPods`
 * @throws KubectlError
 */
export async function* podsOfWorkload(
  kubectl: Kubectl,
  { context, namespace }: { readonly context: string; readonly namespace: string },
  workload: WorkloadAt | undefined,
  options: RunOptions,
): AsyncGenerator<readonly JsonFields[], void> {
  const path = `/api/v1${inNamespace(namespace)}/pods`;
  for await (const pods of chunksOf(kubectl, context, path, { ...options, ...selectorOf(workload) }))
    yield pods.filter((pod) => isPodOf(pod, workload));
}

/** The label that every pod of a Job has, with the name of the Job (API reference, Job; the older of two names). */
const JOB_NAME = 'job-name';

/** The Jobs of a CronJob have its name with the time behind it. */
function isOfCronJob({ metadata }: JsonFields, name: string): boolean {
  return own(fieldTexts(jsonFields(metadata).labels), JOB_NAME)?.startsWith(`${name}-`) === true;
}

/** Whether a pod that was selected is one of the workload. */
export function isPodOf(pod: JsonFields, workload: WorkloadAt | undefined): boolean {
  return workload?.kind !== 'CronJob' || isOfCronJob(pod, workload.name);
}

/** Selects pods by the labels of a workload, or a pod by its name. */
export function selectorOf(workload: WorkloadAt | undefined): {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
} {
  if (!workload) return {};
  if (workload.kind === 'Pod') return { fieldSelector: `metadata.name=${workload.name}` };
  if (workload.kind === 'Job') return { labelSelector: `${JOB_NAME}=${workload.name}` };
  if (workload.kind === 'CronJob') return { labelSelector: JOB_NAME };
  return {
    labelSelector: Object.entries(workload.labels)
      .map((pair) => pair.join('='))
      .join(','),
  };
}
