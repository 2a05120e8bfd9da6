import { type Pod, sidecarsOf } from '../../pod/pod';
import { hasServiceAccountToken, needsToken, serviceAccountOf } from '../../pod/service-account';
import type { AccessGraph } from '../../workspace/access-graph';
import type { BindingFact, RbacSubject } from '../../workspace/rbac';
import { stands } from '../../workspace/subjects';
import { inWords } from '../in-words';
import { links } from '../links';
import type { Rule } from '../rule';
import { INJECT, isImageOnly } from './actions';
import { namespaceWords } from './reach';
import { allowsAny } from './recipe';

export const workloadCanInject: Rule = {
  id: 'workload-can-inject',
  category: 'access',
  severity: 'information',
  title: 'A pod whose containers can add containers to pods',
  why: 'An attacker who controls one container of the pod, for example an injected sidecar, can use the service account token to add containers to other pods. From there, the attacker can get control over the namespace or the cluster. Controllers live by such rights, so it is information where the pod has an account of its own. It is a warning where a sidecar gets the token, too, or other workloads use the account. A pod is only judged by an account and a namespace that are written in manifests or kustomizations, and a binding to everybody is a finding at the binding alone.',
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
  serviceAccountName: web # information: it may change Deployments, see below
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

  *pod(pod, { access, workspace }) {
    const { value, name } = serviceAccountOf(pod);
    const namespace = workspace.builds.namespaceNameOf(pod.resource);
    // Whose token it is, is only known where both are written.
    if (value.string === undefined || namespace === undefined) return;
    const account = { kind: 'ServiceAccount', name, namespace } as const;
    if (!hasServiceAccountToken(pod, access.serviceAccount(account)?.automounts)) return;
    const grants = access
      .grantsTo(account)
      .filter(({ binding, rights }) => isFor(binding, account) && allowsAny(rights, INJECT));
    if (grants.length === 0) return;
    const actions = INJECT.filter((action) => grants.some(({ rights }) => rights.allows(action)));
    const what = isImageOnly(actions) ? 'change the images of running pods' : 'add containers to pods';
    const where = inWords([...new Set(grants.map(({ binding }) => namespaceWords(binding)))]);
    const sidecars = sidecarsOf(pod)
      .filter((sidecar) => !needsToken(sidecar))
      .map(({ label }) => `"${label}"`);
    const others = sharersOf(pod, account, access);
    const who = sidecars.length > 0 ? `, including the sidecar ${inWords(sidecars, 2)},` : '';
    const shared = others.length > 0 ? `, which ${inWords(others, 2)} also use${others.length > 1 ? '' : 's'}` : '';
    yield {
      at: value,
      severity: sidecars.length > 0 || others.length > 0 ? 'warning' : 'information',
      message: `Pod can ${what} ${where}: every container${who} gets the token of the service account "${name}"${shared}. Use a service account with fewer permissions.`,
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

/** Whether a binding names the account itself, in its namespace. What everybody has is a finding at the binding. */
function isFor({ subjects }: BindingFact, account: RbacSubject): boolean {
  return subjects.some(
    (subject) =>
      subject.kind !== 'Group' &&
      (subject.kind === 'User' || subject.namespace === account.namespace) &&
      stands(subject, account),
  );
}

/** The other workloads whose pods run as the same account. */
function sharersOf({ resource }: Pod, account: RbacSubject, access: AccessGraph): string[] {
  const others = access
    .workloadsOf(account)
    .filter(
      ({ kind, name, namespace }) =>
        namespace === account.namespace && (kind !== resource.kind || name !== resource.name),
    )
    .map(({ kind, name }) => `${kind} "${name ?? ''}"`);
  return [...new Set(others)];
}
