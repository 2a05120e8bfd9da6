import { ANY_SUBRESOURCE, ANY_VERB_AFTER, type ApiRequest } from '../../workspace/policy-rule';
import { actionsOn, clusterActionsOn, READ_SECRETS } from './actions';
import type { Recipe } from './recipe';

const RBAC = 'rbac.authorization.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';
const WRITE = ['create', 'update', 'patch'];

/** The API server asks for the special verb beside the one that writes (Using RBAC Authorization, "Privilege escalation"). */
const ROLES: readonly Recipe[] = [
  [clusterActionsOn(RBAC, ['clusterroles'], ['escalate']), escalating(clusterActionsOn(RBAC, ['clusterroles'], WRITE))],
  [actionsOn(RBAC, ['roles'], ['escalate']), escalating(actionsOn(RBAC, ['roles'], WRITE))],
  [clusterActionsOn(RBAC, ['clusterroles'], ['bind']), clusterActionsOn(RBAC, ['clusterrolebindings'], WRITE)],
  [actionsOn(RBAC, ['clusterroles', 'roles'], ['bind']), actionsOn(RBAC, ['rolebindings'], WRITE)],
];

/** It has to be the same role that one may write and escalate. */
function escalating(actions: readonly ApiRequest[]): ApiRequest[] {
  return actions.map((action) => ({ ...action, besides: 'escalate' }));
}

/** Groups, UIDs and extra fields are only taken beside a user, and give nothing alone (Authenticating, "User impersonation"). */
const IMPERSONATE: Recipe = [
  [...clusterActionsOn('', ['users'], ['impersonate']), ...actionsOn('', ['serviceaccounts'], ['impersonate'])],
];

/** The first 1.x release with constrained impersonation by default. */
const CONSTRAINED_IMPERSONATION_SINCE = 36;

/** Whom one can be, and what one does as that one: the API server asks for both (KEP-5284). */
const CONSTRAINED: readonly Recipe[] = [
  constrained('user-info', clusterActionsOn(AUTHENTICATION, ['users'], ['impersonate:user-info'])),
  constrained('serviceaccount', actionsOn(AUTHENTICATION, ['serviceaccounts'], ['impersonate:serviceaccount'])),
  constrained('arbitrary-node', clusterActionsOn(AUTHENTICATION, ['nodes'], ['impersonate:arbitrary-node'])),
  // The node that a pod runs on; the API server asks for the name `*`, so that a rule for single nodes gives nothing.
  constrained(
    'associated-node',
    clusterActionsOn(AUTHENTICATION, ['nodes'], ['impersonate:associated-node']).map((action) => ({
      ...action,
      names: ['*'],
    })),
  ),
];

function constrained(mode: string, identities: readonly ApiRequest[]): Recipe {
  return [identities, [{ group: '*', resource: ANY_SUBRESOURCE, verb: `impersonate-on:${mode}${ANY_VERB_AFTER}` }]];
}

const MAKE_TOKEN: Recipe = [actionsOn('', ['serviceaccounts/token'], ['create'])];

/** The control plane writes a token of any service account of the namespace into a Secret that asks for it. */
const MAKE_TOKEN_SECRET: Recipe = [actionsOn('', ['secrets'], ['create']), READ_SECRETS];

/** The signers whose certificates the API server takes for an identity, and the name that stands for all of them. */
const CLIENT_SIGNERS = [
  'kubernetes.io/kube-apiserver-client',
  'kubernetes.io/kube-apiserver-client-kubelet',
  'kubernetes.io/*',
];
const APPROVE: readonly [ApiRequest[], ApiRequest[]] = [
  clusterActionsOn(CERTIFICATES, ['certificatesigningrequests/approval'], ['update', 'patch']),
  clusterActionsOn(CERTIFICATES, ['signers'], ['approve']).map((action) => ({ ...action, names: CLIENT_SIGNERS })),
];
const REQUEST_CERTIFICATE = clusterActionsOn(CERTIFICATES, ['certificatesigningrequests'], ['create']);

/** What takes rights that were not given (RBAC Good Practices, "Privilege escalation risks"). */
export function escalations(kubernetesMinor: number): readonly Recipe[] {
  return [
    ...ROLES,
    IMPERSONATE,
    ...(kubernetesMinor < CONSTRAINED_IMPERSONATION_SINCE ? [] : CONSTRAINED),
    MAKE_TOKEN,
    MAKE_TOKEN_SECRET,
    [...APPROVE, REQUEST_CERTIFICATE],
  ];
}

/** What takes rights only together with another user, who asks for the certificate that one approves. */
export const SHARED_ESCALATIONS: readonly Recipe[] = [APPROVE];
