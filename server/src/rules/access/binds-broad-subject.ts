import type { Grant } from '../../workspace/access-graph';
import { isBoundByServer } from '../../workspace/built-in-roles';
import { allows, type PolicyRule } from '../../workspace/policy-rule';
import { type RbacSubject, toRbacSubject } from '../../workspace/rbac';
import { links } from '../links';
import type { Rule } from '../rule';
import type { Severity } from '../severity';
import { READ_SECRETS } from './actions';
import { isDefaultAccount, isEverybody, isMasters } from './broad-subjects';
import { capabilitiesIn } from './capabilities';
import { subjectLabel } from './reach';
import { meets } from './recipe';

export const bindsBroadSubject: Rule = {
  id: 'binds-broad-subject',
  category: 'access',
  severity: 'error',
  title: 'A binding to all users, or to all pods without their own service account',
  why: 'Every pod in the cluster, including injected containers, has the permissions of `system:authenticated` and of the group of all service accounts. The permissions of `system:unauthenticated` need no account at all. Every pod that does not set `serviceAccountName` has the permissions of the `default` service account of its namespace. It is an error where everybody may change something, read Secrets or get into containers, a warning for the `default` account of one namespace and for roles that only read, and information for single objects that are published. What Kubernetes binds so itself is no finding.',
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
    name: default # warning
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
  *resource(resource, { access, kubernetesMinor }) {
    const grant = access.grantAt(resource);
    if (!grant) return;
    const role = grant.binding.role.name;
    for (const value of resource.value.get('subjects').items) {
      const [subject] = toRbacSubject(value, resource.namespace);
      if (!subject || !(isEverybody(subject) || isDefaultAccount(subject) || isMasters(subject))) continue;
      if (subject.kind === 'Group' && isBoundByServer(role, subject.name)) continue;
      yield {
        at: value.get('name'),
        entry: value,
        severity: severityOf(subject, grant, kubernetesMinor),
        message: `Role is granted too broadly: "${role}" is bound to ${subjectLabel(subject)} (${membersOf(subject)}). Bind it to a dedicated service account.`,
      };
    }
  },
};

/** The users and pods that a broad subject stands for. */
function membersOf(subject: RbacSubject): string {
  if (isDefaultAccount(subject)) return 'every pod of the namespace without its own service account';
  switch (subject.name) {
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

/** What everybody can do: a role that is not known is no reason for an error. */
function severityOf(subject: RbacSubject, grant: Grant, kubernetesMinor: number): Severity {
  if (isMasters(subject) || grant.rules.every(isHarmless)) return grant.isKnown ? 'information' : 'warning';
  const isInOneNamespace = grant.binding.kind === 'RoleBinding';
  if (isDefaultAccount(subject) && isInOneNamespace) return 'warning';
  const isStrong = capabilitiesIn(kubernetesMinor).some(({ recipes }) =>
    recipes.some((recipe) => meets(grant.rights, recipe)),
  );
  return isStrong || grant.rules.some((rule) => !onlyReads(rule)) ? 'error' : 'warning';
}

const READS = new Set(['get', 'list', 'watch']);

/** Questions about rights and identities change nothing, though they are asked by creating them. */
const QUESTIONS = /^(?:authentication|authorization)\.k8s\.io$/;

function onlyReads({ verbs, apiGroups }: PolicyRule): boolean {
  return (
    verbs.every((verb) => READS.has(verb)) ||
    (apiGroups.every((group) => QUESTIONS.test(group)) && verbs.every((verb) => verb === 'create' || READS.has(verb)))
  );
}

/** Whether a rule only allows to read single, named objects that are not Secrets, which is usually intended. */
function isHarmless(rule: PolicyRule): boolean {
  return (
    rule.verbs.every((verb) => READS.has(verb)) &&
    (rule.resources.length === 0 || rule.resourceNames.length > 0) &&
    !READ_SECRETS.some((action) => allows(rule, action))
  );
}
