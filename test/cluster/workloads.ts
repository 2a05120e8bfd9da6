/** What a pod's containers and volumes are made of, each image in a list of its own. */
export interface Images {
  readonly containers: readonly string[];
  readonly initContainers?: readonly string[];
  readonly volumes?: readonly string[];
}

/** The kinds that have pods in them, and how they have them. */
export const KINDS = [
  ...['Pod', 'ReplicationController', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'],
] as const;

const API_VERSIONS: Readonly<Record<string, string>> = {
  Pod: 'v1',
  ReplicationController: 'v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
};

/** A manifest of any of the kinds. @param more fields of the pod's spec */
export function workload(kind: string, name: string, images: Images, more: object = {}): object {
  const spec = { ...podSpec(images), ...more };
  const labels = { app: name };
  const template = { metadata: { labels }, spec };
  return { apiVersion: API_VERSIONS[kind] ?? 'apps/v1', kind, metadata: { name }, spec: specOf(kind, template) };
}

function specOf(kind: string, template: { readonly metadata: { readonly labels: object }; readonly spec: object }) {
  const { labels } = template.metadata;
  const ofJob = { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } };
  switch (kind) {
    case 'Pod':
      return template.spec;
    case 'Job':
      return ofJob;
    case 'CronJob':
      return { schedule: '0 0 1 1 *', jobTemplate: { spec: ofJob } };
    case 'ReplicationController':
      return { selector: labels, template };
    default:
      return { selector: { matchLabels: labels }, template, ...(kind === 'StatefulSet' && { serviceName: 'none' }) };
  }
}

function podSpec({ containers, initContainers = [], volumes = [] }: Images): object {
  const named = (images: readonly string[], prefix: string): object[] =>
    images.map((image, index) => ({ name: `${prefix}-${index}`, image }));
  return {
    containers: named(containers, 'c'),
    initContainers: named(initContainers, 'i'),
    volumes: volumes.map((reference, index) => ({ name: `v-${index}`, image: { reference } })),
  };
}
