/** The kinds in which a pod is posted, each with its API version. */
export const API_VERSIONS = {
  Pod: 'v1',
  PodTemplate: 'v1',
  ReplicationController: 'v1',
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
} as const;

export type Kind = keyof typeof API_VERSIONS;
export const KINDS = Object.keys(API_VERSIONS) as Kind[];
