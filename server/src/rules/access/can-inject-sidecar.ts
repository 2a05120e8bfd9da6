import type { Resource } from '../../manifest/resource';
import { allowsAny } from '../../workspace/access-graph';
import { bindingOf, isBinding } from '../../workspace/rbac';
import { links } from '../links';
import type { Finding, Rule, RuleContext } from '../rule';
import { INJECT } from './actions';
import { allowed, entriesOf, inWords, resourcesOf, resourceWord, verbsOf } from './entries';
import { reachOf, roleLabel } from './reach';

export const canInjectSidecar: Rule = {
  id: 'can-inject-sidecar',
  category: 'access',
  severity: 'information',
  title: 'A role by which a container can be added to a pod',
  why: 'Who may create or change pods, or the workloads that make them, can put a container of their own beside the application: it shares its network, its volumes and its service account. Controllers and pipelines need such rights; whoever takes one of them over has them, too.',
  fix: 'Give the right in single namespaces by RoleBindings, only for the kinds and verbs that are needed, and to a service account of its own. Gate images, so that not every container can be added.',
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
        message: `${roleLabel(resource)} may ${verbsOf(actions)} ${resourcesOf(actions)}${which}, and so put any container into a pod${
          words === undefined ? '.' : `: ${words}.`
        } ${words === undefined ? 'Bind it to few, in single namespaces.' : 'Take the verbs away that are not needed, or bind it in single namespaces.'}`,
      };
    }
    if (isBinding(resource)) yield* judgeBuiltInRole(resource, context);
  },
};

/** A built-in role has no manifest to point at, so its binding is where it shows. */
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
    message: `The built-in role "${grant.binding.role.name}" may create and change all workloads, and so put any container into their pods: ${words}. Bind a role with the few rights that are needed.`,
  };
}
