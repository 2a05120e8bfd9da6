import { own } from '../text/own';

/** A built-in kind that becomes pods, or the pod itself. */
export interface WorkloadKind {
  /** The API group; empty for the core group. */
  readonly group: string;
  /** Its name in URLs and policies. */
  readonly plural: string;
  /** The path to the spec of its pods. */
  readonly podSpec: readonly string[];
  /** The kind that a controller makes of it on the way to pods. */
  readonly makes?: 'ReplicaSet' | 'Job';
}

const IN_POD = ['spec'];
/** Custom kinds have their pod template in this place, too. */
export const IN_TEMPLATE: readonly string[] = ['spec', 'template', 'spec'];
const IN_CRON_JOB = ['spec', 'jobTemplate', 'spec', 'template', 'spec'];

/** All paths to the spec of a pod. */
export const POD_SPECS: readonly (readonly string[])[] = [IN_POD, IN_TEMPLATE, IN_CRON_JOB];

/** Kubernetes API reference, workload resources. */
const KINDS: Readonly<Record<string, WorkloadKind>> = {
  Pod: { group: '', plural: 'pods', podSpec: IN_POD },
  ReplicationController: { group: '', plural: 'replicationcontrollers', podSpec: IN_TEMPLATE },
  ReplicaSet: { group: 'apps', plural: 'replicasets', podSpec: IN_TEMPLATE },
  Deployment: { group: 'apps', plural: 'deployments', podSpec: IN_TEMPLATE, makes: 'ReplicaSet' },
  StatefulSet: { group: 'apps', plural: 'statefulsets', podSpec: IN_TEMPLATE },
  DaemonSet: { group: 'apps', plural: 'daemonsets', podSpec: IN_TEMPLATE },
  Job: { group: 'batch', plural: 'jobs', podSpec: IN_TEMPLATE },
  CronJob: { group: 'batch', plural: 'cronjobs', podSpec: IN_CRON_JOB, makes: 'Job' },
};

/** The built-in kind of a name; its group is for the caller to compare. */
export function workloadKind(kind: string): WorkloadKind | undefined {
  return own(KINDS, kind);
}
