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
  title: 'A pod whose containers can add containers to pods',
  why: 'An attacker who controls one container of the pod, for example an injected sidecar, can use the service account token to add containers to other pods. From there, the attacker can get control over the namespace or the cluster.',
  fix: 'Give the pod its own service account with fewer permissions. If the app needs the permissions, set `automountServiceAccountToken: false`, and mount a projected token only in the app.',
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
    const who = sidecars.length > 0 ? `, including the sidecar ${inWords(sidecars, 2)},` : '';
    yield {
      at: account.value.exists ? account.value : pod.resource.value.at('metadata', 'name'),
      message: `Pod can add containers to pods ${where}: every container${who} gets the token of the service account "${account.name}". Use a service account with fewer permissions.`,
      related: grants.flatMap(({ binding, role }) => [
        {
          at: binding.place,
          document: binding.place.document,
          message: `${binding.kind} "${binding.name}" grants the role "${binding.role.name}".`,
        },
        ...(role ? [{ at: role.place, document: role.place.document, message: `${role.kind} "${role.name}".` }] : []),
      ]),
    };
  },
};
