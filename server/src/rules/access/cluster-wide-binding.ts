import type { PolicyRule } from '../../workspace/policy-rule';
import { isBinding } from '../../workspace/rbac';
import { links } from '../links';
import type { Rule } from '../rule';
import { subjectLabel } from './reach';

export const clusterWideBinding: Rule = {
  id: 'cluster-wide-binding',
  category: 'access',
  severity: 'information',
  title: 'A ClusterRoleBinding where a RoleBinding may be enough',
  why: 'A ClusterRoleBinding grants its permissions in every namespace, including system namespaces and namespaces that are created later. A workload that only works in one namespace needs them only there.',
  fix: 'Bind the same ClusterRole with a RoleBinding in each namespace where it is needed.',
  references: [links.leastPrivilege, links.rbacGoodPractices],
  examples: {
    bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: config-reader
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding # information
metadata:
  name: config-reader
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: config-reader
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
`,
    good: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: node-reader
rules:
  - apiGroups: [""]
    resources: [nodes]
    verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: node-reader
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: node-reader
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
`,
  },

  kinds: ['ClusterRoleBinding'],
  *resource(resource, { access }) {
    if (!isBinding(resource) || resource.kind !== 'ClusterRoleBinding') return;
    const grant = access.grantAt(resource);
    if (!grant || grant.rules.length === 0 || !grant.rules.every(isNamespaced)) return;
    const accounts = grant.binding.subjects;
    const namespaces = new Set(accounts.map(({ namespace }) => namespace));
    const [account] = accounts;
    // Users and groups often work in many namespaces, a service account often only in its own.
    if (!account || namespaces.size !== 1 || accounts.some(({ kind }) => kind !== 'ServiceAccount')) return;
    yield {
      at: resource.value.get('kind'),
      message: `Permissions in every namespace: ${subjectLabel(account)} has the role "${grant.binding.role.name}", which only contains namespaced resources. If it needs them in one namespace, use a RoleBinding there.`,
    };
  },
};

/** Cluster-scoped resources of the built-in groups (API reference). */
const CLUSTER_SCOPED = new Set(
  `nodes namespaces persistentvolumes componentstatuses storageclasses csidrivers csinodes volumeattachments
  customresourcedefinitions apiservices clusterroles clusterrolebindings mutatingwebhookconfigurations
  validatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings mutatingadmissionpolicies
  mutatingadmissionpolicybindings certificatesigningrequests priorityclasses runtimeclasses ingressclasses
  flowschemas prioritylevelconfigurations tokenreviews subjectaccessreviews selfsubjectaccessreviews
  selfsubjectrulesreviews ipaddresses servicecidrs users groups`.split(/\s+/),
);
const BUILT_IN_GROUPS = new Set([
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'networking.k8s.io',
  'discovery.k8s.io',
]);

/** Whether it is certain that a rule contains only namespaced resources. */
function isNamespaced({ apiGroups, resources }: PolicyRule): boolean {
  return (
    resources.length > 0 &&
    apiGroups.every((group) => BUILT_IN_GROUPS.has(group)) &&
    resources.every((resource) => !resource.startsWith('*') && !CLUSTER_SCOPED.has(resource.split('/')[0] ?? ''))
  );
}
