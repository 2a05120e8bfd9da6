import { sidecarsOf } from '../../pod/pod';
import { hasServiceAccountToken, serviceAccountOf } from '../../pod/service-account';
import { allowsAny } from '../../workspace/access-graph';
import { links } from '../links';
import type { Rule } from '../rule';
import { INJECT } from './actions';
import { inWords } from './entries';
import { namespaceWords } from './reach';

export const workloadCanInject: Rule = {
  id: 'workload-can-inject',
  category: 'access',
  severity: 'error',
  title: 'The containers of a pod may add containers to pods',
  why: "Whoever takes over one container of such a pod, an injected sidecar most easily, uses the service account's token to put containers into other pods: a foothold becomes the namespace, or the cluster.",
  fix: 'Give the pod an account of its own with fewer rights. Where the app needs them, mount its token as a projected volume in the app alone, with `automountServiceAccountToken: false`.',
  references: [links.sidecarInjection, links.containerServiceAccount, links.leastPrivilege],
  peers: { Kubescape: ['C-0267', 'C-0272'] },
  examples: {
    bad: `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  serviceAccountName: web # error: it may change Deployments, see below
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: web
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: edit
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
`,
    good: `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  serviceAccountName: web
  containers:
    - name: web
      image: registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: web
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
`,
  },

  *pod(pod, { access }) {
    const account = serviceAccountOf(pod);
    if (!hasServiceAccountToken(pod, access.serviceAccount(account)?.automounts)) return;
    const grants = access.grantsTo(account).filter(({ rules }) => allowsAny(rules, INJECT));
    if (grants.length === 0) return;
    const where = inWords([...new Set(grants.map(({ binding }) => namespaceWords(binding)))]);
    const sidecars = sidecarsOf(pod).map(({ label }) => `"${label}"`);
    const who = sidecars.length > 0 ? `, the sidecar ${inWords(sidecars, 2)} too,` : '';
    yield {
      at: account.value.exists ? account.value : pod.resource.value.at('metadata', 'name'),
      message: `Every container of this pod${who} can add containers to pods ${where}, with the token of the service account "${account.name}". Give the pod an account with fewer rights.`,
      related: grants.flatMap(({ binding, role }) => [
        {
          at: binding.place.value,
          document: binding.place.document,
          message: `${binding.kind} "${binding.name}" gives it the role "${binding.role.name}".`,
        },
        ...(role
          ? [{ at: role.place.value, document: role.place.document, message: `${role.kind} "${role.name}".` }]
          : []),
      ]),
    };
  },
};
