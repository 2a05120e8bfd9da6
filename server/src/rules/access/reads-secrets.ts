import { links } from '../links';
import type { Rule } from '../rule';
import { READ_SECRETS } from './actions';
import { allowed, entriesOf, resourceWord, verbsOf } from './entries';
import { grantedTo, reachOf, roleLabel } from './reach';

export const readsSecrets: Rule = {
  id: 'reads-secrets',
  category: 'access',
  severity: 'warning',
  title: 'A role that can read all Secrets of a namespace',
  why: 'An injected container has the permissions of the service account of its pod. If this account can read Secrets, an attacker gets the passwords and tokens of all other workloads. `list` and `watch` return the content of Secrets, too.',
  fix: 'Allow only `get`, and name the Secrets in `resourceNames`. Or mount the Secrets into the pods that need them.',
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

  kinds: ['Role', 'ClusterRole'],
  *resource(resource, context) {
    for (const entry of entriesOf(resource, context)) {
      const actions = allowed(entry.rule, READ_SECRETS);
      if (actions.length === 0 || entry.rule.resourceNames.length > 0) continue;
      const { words, related } = reachOf(entry.grants, context.access);
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        related,
        message: `All Secrets can be read: ${roleLabel(resource)} can ${verbsOf(actions)} them${grantedTo(words)}. Name the Secrets that are needed in \`resourceNames\`.`,
      };
    }
  },
};
