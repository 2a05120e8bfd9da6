import type { ApiObject } from '../api/types';

/** The objects that controllers make of a workload, down to a pod. */
export function madeOf({ kind, metadata: { name = '' }, spec }: ApiObject): ApiObject[] {
  const { template, jobTemplate, selector } = spec as WorkloadSpec;
  const metadata = { name: `${name}-1` };
  if (kind === 'CronJob' && jobTemplate) {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...jobTemplate.metadata, ...metadata },
      spec: jobTemplate.spec,
    };
    return [job, ...madeOf(job)];
  }
  if (!template) return [];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, ...metadata }, spec: template.spec };
  const replicas = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...template.metadata, ...metadata },
    spec: { selector, template },
  };
  return kind === 'Deployment' ? [replicas, pod] : [pod];
}

interface WorkloadSpec {
  readonly selector?: object;
  readonly template?: { readonly metadata?: object; readonly spec: object };
  readonly jobTemplate?: { readonly metadata?: object; readonly spec: object };
}
