import type { Action } from '../../workspace/policy-rule';
import { actionsOn } from './entries';

const CHANGE = ['create', 'update', 'patch'];

/**
 * By these, a container gets into a pod: writing a workload, or adding an ephemeral container to a running pod, which is
 * an update or patch of the subresource (Kubernetes, "Ephemeral Containers").
 */
export const INJECT: readonly Action[] = [
  ...actionsOn('', ['pods', 'replicationcontrollers'], CHANGE),
  ...actionsOn('', ['pods/ephemeralcontainers'], ['update', 'patch']),
  ...actionsOn('apps', ['deployments', 'statefulsets', 'daemonsets', 'replicasets'], CHANGE),
  ...actionsOn('batch', ['jobs', 'cronjobs'], CHANGE),
];

const CONNECT = ['pods/exec', 'pods/attach', 'pods/portforward'];

/** The first 1.x release whose API server asks for `create` on WebSocket connections, too (kubernetes/kubernetes 134577). */
const WEBSOCKETS_NEED_CREATE_SINCE = 35;

/**
 * By these, somebody gets a shell or a port of a running container. Up to 1.34 `get` is enough over a WebSocket, and
 * `get` on a node's proxy reaches the kubelet's own exec in every version.
 */
export function connectActions(kubernetesMinor: number): Action[] {
  return [
    ...actionsOn('', CONNECT, kubernetesMinor < WEBSOCKETS_NEED_CREATE_SINCE ? ['create', 'get'] : ['create']),
    ...actionsOn('', ['nodes/proxy'], ['get', 'create']),
  ];
}

const WRITE = [...CHANGE, 'delete', 'deletecollection'];

/** By these, a gate is taken down, or every pod of the cluster gets a sidecar. */
export const WRITE_GATES: readonly Action[] = [
  ...actionsOn(
    'admissionregistration.k8s.io',
    [
      'mutatingwebhookconfigurations',
      'validatingwebhookconfigurations',
      'mutatingadmissionpolicies',
      'mutatingadmissionpolicybindings',
      'validatingadmissionpolicies',
      'validatingadmissionpolicybindings',
    ],
    WRITE,
  ),
  ...actionsOn('kyverno.io', ['clusterpolicies', 'policies', 'policyexceptions'], WRITE),
  ...actionsOn(
    'policies.kyverno.io',
    ['validatingpolicies', 'imagevalidatingpolicies', 'mutatingpolicies', 'policyexceptions'],
    WRITE,
  ),
  ...actionsOn('templates.gatekeeper.sh', ['constrainttemplates'], WRITE),
  ...actionsOn('mutations.gatekeeper.sh', ['assign', 'assignimage', 'modifyset'], WRITE),
  ...actionsOn('policy.sigstore.dev', ['clusterimagepolicies'], WRITE),
];

/** Every kind of constraint is a resource of its own in this group. */
export const CONSTRAINTS_GROUP = 'constraints.gatekeeper.sh';

export const READ_SECRETS: readonly Action[] = actionsOn('', ['secrets'], ['get', 'list', 'watch']);

/** By these, somebody takes rights that nobody gave them (RBAC Good Practices, "Privilege escalation risks"). */
export const ESCALATE: readonly Action[] = [
  ...actionsOn('rbac.authorization.k8s.io', ['roles', 'clusterroles'], ['escalate', 'bind']),
  ...actionsOn('', ['users', 'groups', 'serviceaccounts'], ['impersonate']),
  ...actionsOn('authentication.k8s.io', ['userextras', 'uids'], ['impersonate']),
  ...actionsOn('', ['serviceaccounts/token'], ['create']),
  ...actionsOn('certificates.k8s.io', ['certificatesigningrequests/approval'], ['update', 'patch']),
];

/** Harmless alone: a request becomes a certificate when somebody approves it. */
export const REQUEST_CERTIFICATES: readonly Action[] = actionsOn(
  'certificates.k8s.io',
  ['certificatesigningrequests'],
  ['create'],
);
