import { isObject, type Json, type JsonObject } from '../manifest/json';

/** An object that the API server admits on the way from a manifest to a running pod. */
export interface AdmittedObject {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** As in URLs and policies: `pods`; a guess for custom kinds. */
  readonly resource: string;
  readonly name: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: JsonObject;
  /** Where its pod spec is in the data. */
  readonly podSpec: readonly string[];
  /** Whether a controller makes it, so that its data isn't all that it will have. */
  readonly isMade?: boolean;
}

interface Workload {
  readonly plural: string;
  /** The path of the pod's spec. */
  readonly podSpec: readonly string[];
  readonly makes?: 'ReplicaSet' | 'Job';
}

export const POD_TEMPLATE: readonly string[] = ['spec', 'template', 'spec'];
const WORKLOADS: Readonly<Record<string, Workload>> = {
  Pod: { plural: 'pods', podSpec: ['spec'] },
  ReplicationController: { plural: 'replicationcontrollers', podSpec: POD_TEMPLATE },
  ReplicaSet: { plural: 'replicasets', podSpec: POD_TEMPLATE },
  Deployment: { plural: 'deployments', podSpec: POD_TEMPLATE, makes: 'ReplicaSet' },
  StatefulSet: { plural: 'statefulsets', podSpec: POD_TEMPLATE },
  DaemonSet: { plural: 'daemonsets', podSpec: POD_TEMPLATE },
  Job: { plural: 'jobs', podSpec: POD_TEMPLATE },
  CronJob: { plural: 'cronjobs', podSpec: ['spec', 'jobTemplate', 'spec', 'template', 'spec'], makes: 'Job' },
};
const BUILT_IN_GROUPS: readonly string[] = ['', 'apps', 'batch'];

/** The built-in kinds with a pod template. */
export function workloadOf(group: string, kind: string): Workload | undefined {
  return BUILT_IN_GROUPS.includes(group) && Object.hasOwn(WORKLOADS, kind) ? WORKLOADS[kind] : undefined;
}

/** An object that is admitted, as its manifest or its controller writes it. */
export interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject;
  readonly data: JsonObject;
  readonly namespace: string | undefined;
  readonly isMade: boolean;
}

export function toAdmitted({ apiVersion, kind, metadata, data, namespace, isMade }: Written): AdmittedObject {
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? '' : apiVersion.slice(0, slash);
  const shape = workloadOf(group, kind);
  return {
    group,
    version: apiVersion.slice(slash + 1),
    kind,
    resource: shape?.plural ?? `${kind.toLowerCase()}s`,
    name: typeof metadata.name === 'string' ? metadata.name : undefined,
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    data: {
      ...data,
      apiVersion,
      kind,
      metadata: { ...metadata, ...(namespace !== undefined && { namespace }) },
    },
    podSpec: shape?.podSpec ?? POD_TEMPLATE,
    isMade,
  };
}

function textsOf(json: Json | undefined): Record<string, string> {
  if (!isObject(json)) return {};
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
