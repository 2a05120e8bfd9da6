import { ENGINES } from '../../gating/engines/index';
import type { ApiRequest } from '../../workspace/policy-rule';
import { actionsOn } from './entries';

const CHANGE = ['create', 'update', 'patch'];

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
    ...actionsOn('', ['nodes/proxy'], ['get', 'create']),
  ];
}

const WRITE = [...CHANGE, 'delete', 'deletecollection'];

/** The resources of the API that set the policies of engines. */
const POLICIES = ENGINES.flatMap(({ apiResources }) => apiResources ?? []);

/** Actions that can disable an image gate, or add a sidecar to every pod of the cluster. */
export const WRITE_GATES: readonly ApiRequest[] = [
  ...actionsOn(
    'admissionregistration.k8s.io',
    ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    WRITE,
  ),
  ...POLICIES.flatMap(({ group, resources }) => actionsOn(group, resources ?? [], WRITE)),
];

/** The API groups that have one resource for each kind of policy. */
export const POLICY_GROUPS: readonly string[] = POLICIES.flatMap(({ group, resources }) => (resources ? [] : group));

export const READ_SECRETS: readonly ApiRequest[] = actionsOn('', ['secrets'], ['get', 'list', 'watch']);

/** Actions that allow privilege escalation (RBAC Good Practices, "Privilege escalation risks"). */
export const ESCALATE: readonly ApiRequest[] = [
  ...actionsOn('rbac.authorization.k8s.io', ['roles', 'clusterroles'], ['escalate', 'bind']),
  ...actionsOn('', ['users', 'groups', 'serviceaccounts'], ['impersonate']),
  ...actionsOn('authentication.k8s.io', ['userextras', 'uids'], ['impersonate']),
  ...actionsOn('', ['serviceaccounts/token'], ['create']),
  ...actionsOn('certificates.k8s.io', ['certificatesigningrequests/approval'], ['update', 'patch']),
];

/** Harmless alone: a request only becomes a certificate when it is approved. */
export const REQUEST_CERTIFICATES: readonly ApiRequest[] = actionsOn(
  'certificates.k8s.io',
  ['certificatesigningrequests'],
  ['create'],
);
