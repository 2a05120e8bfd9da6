import { ENGINES } from '../../gating/engines/index';
import { ANY, type ApiRequest } from '../../workspace/policy-rule';

const CHANGE = ['create', 'update', 'patch'];

/** Every combination of verbs and resources of an API group. */
export function actionsOn(group: string, resources: readonly string[], verbs: readonly string[]): ApiRequest[] {
  return resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })));
}

/** The same on resources that are in no namespace. */
export function clusterActionsOn(group: string, resources: readonly string[], verbs: readonly string[]): ApiRequest[] {
  return actionsOn(group, resources, verbs).map((action) => ({ ...action, isClusterScoped: true }));
}

/**
 * Actions that add a container to a pod: writing a workload, or adding an ephemeral container to a running pod, which is
 * an update or patch of the subresource (Kubernetes, "Ephemeral Containers").
 */
export const INJECT: readonly ApiRequest[] = [
  ...actionsOn('', ['pods', 'replicationcontrollers'], CHANGE),
  ...actionsOn('', ['pods/ephemeralcontainers'], ['update', 'patch']),
  ...actionsOn('apps', ['deployments', 'statefulsets', 'daemonsets', 'replicasets'], CHANGE),
  ...actionsOn('batch', ['jobs', 'cronjobs'], CHANGE),
];

/**
 * Whether actions only change pods that exist. There, the API server lets the images of the containers change, and no container
 * be added.
 */
export function isImageOnly(actions: readonly ApiRequest[]): boolean {
  return actions.every(({ resource, verb }) => resource === 'pods' && verb !== 'create');
}

const CONNECT = ['pods/exec', 'pods/attach', 'pods/portforward'];

/** The first 1.x release whose API server asks for `create` on WebSocket connections, too (kubernetes/kubernetes 134577). */
const WEBSOCKETS_NEED_CREATE_SINCE = 35;

/**
 * Actions that give access to a shell or a port of a running container. Up to 1.34, `get` is enough over a WebSocket. In
 * every version, `get` on `nodes/proxy` gives access to the exec API of the kubelet.
 */
export function connectActions(kubernetesMinor: number): ApiRequest[] {
  return [
    ...actionsOn('', CONNECT, kubernetesMinor < WEBSOCKETS_NEED_CREATE_SINCE ? ['create', 'get'] : ['create']),
    ...clusterActionsOn('', ['nodes/proxy'], ['get', 'create']),
  ];
}

const WRITE = [...CHANGE, 'delete', 'deletecollection'];

/** Actions that can disable an image gate, or add a sidecar to every pod of the cluster. */
export const WRITE_GATES: readonly ApiRequest[] = [
  ...clusterActionsOn(
    'admissionregistration.k8s.io',
    ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    WRITE,
  ),
  // Where each kind of policy is a resource of its own, every resource of the group counts.
  ...ENGINES.flatMap(({ apiResources }) => apiResources ?? []).flatMap(({ group, resources = [ANY], isNamespaced }) =>
    (isNamespaced ? actionsOn : clusterActionsOn)(group, resources, WRITE),
  ),
];

/**
 * Actions that set the labels of a namespace, which say what its gates are: its Pod Security level, and which webhooks and
 * policies select it. The requests are ones in that namespace, and those for its subresources keep the labels, too.
 */
export const LABEL_NAMESPACES: readonly ApiRequest[] = [
  ...actionsOn('', ['namespaces', 'namespaces/status'], ['update', 'patch']),
  ...actionsOn('', ['namespaces/finalize'], ['update']),
];

export const READ_SECRETS: readonly ApiRequest[] = actionsOn('', ['secrets'], ['get', 'list', 'watch']);
