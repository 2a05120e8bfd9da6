import type { Resource } from '../../manifest/resource';
import type { Grant } from '../../workspace/access-graph';
import type { ApiRequest } from '../../workspace/policy-rule';
import { isBinding, type RbacSubject } from '../../workspace/rbac';
import { join } from '../../workspace/rights';
import { inWords } from '../in-words';
import { links } from '../links';
import type { Finding, Rule, RuleContext } from '../rule';
import type { Severity } from '../severity';
import { INJECT, isImageOnly } from './actions';
import { isDefaultAccount, isEverybody, isMasters } from './broad-subjects';
import { allowed, isEverything, resourceEntries, resourceWord, singleEntriesOf, verbsOf } from './entries';
import { holdersOf, roleLabel, workloadsWith } from './reach';

export const canInjectSidecar: Rule = {
  id: 'can-inject-sidecar',
  category: 'access',
  severity: 'information',
  title: 'A role that can add containers to pods',
  why: 'A user or service account that can create or change pods, or the workloads that create them, can add a container beside the app. The container shares the network, the volumes and the service account of the app. Controllers, pipelines and teams need such permissions, and an attacker who controls one of them has them, too. So it is information where one service account has a role of its own, or a team has it in its namespace. It is a warning where users, groups or several accounts have it in the whole cluster, or an account may do everything there, and an error where everybody has it.',
  fix: 'Grant the permission with RoleBindings in single namespaces, only for the kinds and verbs that are needed, and to a dedicated service account. Add an image gate, so that only approved images can be added.',
  references: [links.sidecarInjection, links.leastPrivilege, links.rbacGoodPractices],
  peers: {
    'kube-linter': ['access-to-create-pods'],
    Trivy: ['KSV-0048'],
    Kubescape: ['C-0188'],
  },
  examples: {
    bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: deployer
  namespace: shop
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get, update, patch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: deployer
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: deployer # information
subjects:
  - kind: ServiceAccount
    name: pipeline
    namespace: ci
`,
    good: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: watcher
  namespace: shop
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get, list, watch]
`,
  },

  kinds: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'],
  *resource(resource, context) {
    if (isBinding(resource)) yield* judgeBinding(resource, context);
    else yield* judgeRole(resource, context);
  },
};

/** A role without a binding in the workspace: where it is bound, the finding is at the binding that makes it real. */
function* judgeRole(resource: Resource, context: RuleContext): Generator<Finding> {
  for (const entry of singleEntriesOf(resource, context)) {
    const actions = allowed(entry, INJECT);
    if (actions.length === 0 || entry.grants.length > 0) continue;
    yield {
      at: resourceWord(entry, actions),
      entry: entry.value,
      message: `${risk(actions)}: ${roleLabel(resource)} can ${actionWords(actions, entry.rule.resourceNames)}. Bind it only where it is needed, in single namespaces.`,
    };
  }
}

function* judgeBinding(resource: Resource, { access }: RuleContext): Generator<Finding> {
  const grant = access.grantAt(resource);
  if (!grant || grant.binding.subjects.every(isMasters)) return;
  const objects = join(INJECT.map((action) => grant.rights.objectsOf(action)));
  if (objects.length === 0) return;
  const actions = INJECT.filter((action) => grant.rights.allows(action));
  const { role } = grant;
  yield {
    at: resource.value.at('roleRef', 'name'),
    severity: objects === 'all' ? severityOf(grant) : 'information',
    message: `${risk(actions)}: ${holdersOf(grant.binding)} can ${actionWords(actions, objects === 'all' ? [] : objects)} by the role "${grant.binding.role.name}". Bind a role that has only the permissions that are needed, in single namespaces.`,
    related: [
      ...(role ? [{ at: role.place, document: role.place.document, message: `${role.kind} "${role.name}".` }] : []),
      ...workloadsWith(grant.binding, access),
    ],
  };
}

/** A controller has a role of its own, and a team is the admin of its namespace; few subjects have more of the cluster. */
function severityOf({ binding, rules }: Grant): Severity {
  const { subjects } = binding;
  if (subjects.some((subject) => isEverybody(subject))) return 'error';
  if (binding.kind !== 'ClusterRoleBinding') return 'information';
  const isOwnRole = subjects.length === 1 && subjects.every(isOwnAccount) && !rules.some(isEverything);
  return isOwnRole ? 'information' : 'warning';
}

function isOwnAccount(subject: RbacSubject): boolean {
  return subject.kind === 'ServiceAccount' && !isDefaultAccount(subject);
}

function risk(actions: readonly ApiRequest[]): string {
  return isImageOnly(actions) ? 'Any image can replace those of running pods' : 'Any container can be added to pods';
}

function actionWords(actions: readonly ApiRequest[], names: readonly string[]): string {
  const which = names.length > 0 ? ` (only ${inWords(names, 3)})` : '';
  return `${verbsOf(actions)} ${resourceEntries(actions)}${which}`;
}
