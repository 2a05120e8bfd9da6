import type { Grant } from '../../workspace/access-graph';
import { type ApiRequest, allows } from '../../workspace/policy-rule';
import { bindingOf, isBinding, toRbacSubject } from '../../workspace/rbac';
import { links } from '../links';
import type { Rule } from '../rule';
import { actionsOn } from './entries';
import { isBroad, subjectLabel } from './reach';

export const bindsBroadSubject: Rule = {
  id: 'binds-broad-subject',
  category: 'access',
  severity: 'error',
  title: 'A binding to all users, or to all pods without their own service account',
  why: 'Every pod in the cluster, including injected containers, has the permissions of `system:authenticated` and of the group of all service accounts. The permissions of `system:unauthenticated` need no account at all. Every pod that does not set `serviceAccountName` has the permissions of the `default` service account of its namespace.',
  fix: 'Bind the role to a dedicated service account, and set `serviceAccountName` in the pods that need it.',
  references: [links.leastPrivilege, links.rbacGoodPractices],
  peers: {
    Checkov: ['CKV_K8S_42'],
    Trivy: ['KSV-0122', 'KSV-0123'],
    Kubescape: ['C-0262', 'C-0265'],
  },
  examples: {
    bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: default # error
    namespace: shop
`,
    good: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: dashboard
    namespace: shop
`,
  },

  kinds: ['RoleBinding', 'ClusterRoleBinding'],
  *resource(resource, { access }) {
    if (!isBinding(resource)) return;
    const [binding] = bindingOf(resource);
    const grant = binding && access.grantOf(binding);
    for (const value of resource.value.get('subjects').items) {
      const [subject] = toRbacSubject(value, resource.namespace);
      if (!subject || !isBroad(subject)) continue;
      const role = resource.value.at('roleRef', 'name').string ?? '';
      yield {
        at: value.get('name'),
        entry: value,
        severity: grant && isHarmless(grant) ? 'information' : 'error',
        message: `Role is granted too broadly: "${role}" is bound to ${subjectLabel(subject)} (${membersOf(subject.name)}). Bind it to a dedicated service account.`,
      };
    }
  },
};

/** The users and pods that a broad subject stands for. */
function membersOf(name: string): string {
  switch (name) {
    case 'default':
      return 'every pod of the namespace without its own service account';
    case 'system:authenticated':
      return 'all users with an account, and every pod';
    case 'system:unauthenticated':
    case 'system:anonymous':
      return 'all clients that can reach the API server, even without an account';
    case 'system:masters':
      return 'users who bypass all authorization checks';
    default:
      return 'every pod with a service account of this group';
  }
}

const READS: readonly ApiRequest['verb'][] = ['get', 'list', 'watch'];

/** Whether a role only allows to read single, named objects that are not Secrets, which is usually intended. */
function isHarmless({ role, rules }: Grant): boolean {
  return (
    role !== undefined &&
    rules.every(
      (rule) =>
        rule.verbs.every((verb) => READS.includes(verb)) &&
        (rule.resources.length === 0 || rule.resourceNames.length > 0) &&
        !actionsOn('', ['secrets'], READS).some((action) => allows(rule, action)),
    )
  );
}
