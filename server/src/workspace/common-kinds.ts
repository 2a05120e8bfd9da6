import { apiGroup, type Resource } from '../manifest/resource';

/** Kinds of Kubernetes that have no part in policies, roles and webhooks, by API group. */
const COMMON_KINDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    '': [
      ...['Pod', 'PodTemplate', 'ReplicationController', 'Service', 'ConfigMap', 'Secret', 'ServiceAccount'],
      ...['PersistentVolumeClaim', 'PersistentVolume', 'Endpoints', 'LimitRange', 'ResourceQuota'],
    ],
    apps: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'],
    batch: ['Job', 'CronJob'],
    autoscaling: ['HorizontalPodAutoscaler'],
    policy: ['PodDisruptionBudget'],
    'networking.k8s.io': ['Ingress', 'IngressClass', 'NetworkPolicy'],
    'storage.k8s.io': ['StorageClass'],
  }).map(([group, kinds]) => [group, new Set(kinds)]),
);

/** Whether a resource is certainly no part of what decides about other resources. */
export function isCommon(resource: Resource): boolean {
  return COMMON_KINDS.get(apiGroup(resource))?.has(resource.kind) === true;
}
