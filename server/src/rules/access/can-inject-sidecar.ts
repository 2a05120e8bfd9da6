import type { Resource } from '../../manifest/resource';
import { allowsAny } from '../../workspace/access-graph';
import { bindingOf, isBinding } from '../../workspace/rbac';
import { links } from '../links';
import type { Finding, Rule, RuleContext } from '../rule';
import { INJECT } from './actions';
import { allowed, entriesOf, inWords, resourceEntries, resourceWord, verbsOf } from './entries';
import { grantedTo, reachOf, roleLabel } from './reach';

export const canInjectSidecar: Rule = {
  id: 'can-inject-sidecar',
  category: 'access',
  severity: 'information',
  title: 'A role that can add containers to pods',
  why: 'A user or service account that can create or change pods, or the workloads that create them, can add a container beside the app. The container shares the network, the volumes and the service account of the app. Controllers and pipelines need such permissions, and an attacker who controls one of them has them, too.',
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
    resources: [deployments] # warning: bound below
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
  name: deployer
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
    for (const entry of entriesOf(resource, context)) {
      const actions = allowed(entry.rule, INJECT);
      if (actions.length === 0) continue;
      const names = entry.rule.resourceNames;
      const { severity, words, related } = reachOf(entry.grants, context.access);
      const which = names.length > 0 ? ` (only ${inWords(names, 3)})` : '';
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        severity: names.length > 0 ? 'information' : severity,
        related,
        message: `Any container can be added to pods: ${roleLabel(resource)} can ${verbsOf(actions)} ${resourceEntries(actions)}${which}${grantedTo(words)}. ${
          words === undefined
            ? 'Bind it only where it is needed, in single namespaces.'
            : 'Remove verbs that are not needed, or bind it in single namespaces.'
        }`,
      };
    }
    if (isBinding(resource)) yield* judgeBuiltInRole(resource, context);
  },
};

/** A built-in role has no manifest, so the finding is at its binding. */
function* judgeBuiltInRole(resource: Resource, { access }: RuleContext): Generator<Finding> {
  const [binding] = bindingOf(resource);
  const grant = binding && access.grantOf(binding);
  if (!grant || grant.role || !allowsAny(grant.rules, INJECT)) return;
  const { severity, words, related } = reachOf([grant], access);
  if (words === undefined) return;
  yield {
    at: resource.value.at('roleRef', 'name'),
    severity,
    related: related.filter(({ document }) => document !== resource.document),
    message: `Any container can be added to pods: the built-in role "${grant.binding.role.name}" can create and change all workloads${grantedTo(words)}. Bind a role that has only the permissions that are needed.`,
  };
}
