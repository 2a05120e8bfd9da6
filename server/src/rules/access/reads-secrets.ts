import { links } from '../links';
import type { Rule } from '../rule';
import { READ_SECRETS } from './actions';
import { allowed, entriesOf, resourceWord, verbsOf } from './entries';
import { reachOf, roleLabel } from './reach';

export const readsSecrets: Rule = {
  id: 'reads-secrets',
  category: 'access',
  severity: 'warning',
  title: 'A role that can read every Secret of a namespace',
  why: 'A container that was added to a pod has the rights of its service account. If that may read Secrets, the attacker has the passwords and the tokens of all the others. `list` and `watch` show the contents, too.',
  fix: 'Name the Secrets in `resourceNames` with the verb `get`, or mount them into the pods that need them.',
  references: [links.leastPrivilege, links.rbacGoodPractices],
  peers: {
    Checkov: ['CKV2_K8S_5'],
    'kube-linter': ['access-to-secrets'],
    Trivy: ['KSV-0041', 'KSV-0113'],
    Kubescape: ['C-0015'],
  },
  examples: {
    bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [configmaps, secrets] # warning
    verbs: [get, list]
`,
    good: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [web-tls]
    verbs: [get]
`,
  },

  *resource(resource, context) {
    for (const entry of entriesOf(resource, context)) {
      const actions = allowed(entry.rule, READ_SECRETS);
      if (actions.length === 0 || entry.rule.resourceNames.length > 0) continue;
      const { words, related } = reachOf(entry.grants, context.access);
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        related,
        message: `${roleLabel(resource)} may ${verbsOf(actions)} all Secrets${
          words === undefined ? '' : `: ${words}`
        }. Name those that are needed in \`resourceNames\`.`,
      };
    }
  },
};
