import { objectsOf } from '../../workspace/policy-rule';
import { links } from '../links';
import type { Rule } from '../rule';
import { READ_SECRETS } from './actions';
import { allowed, resourceWord, singleEntriesOf, verbsOf } from './entries';
import { isForPurpose } from './purpose';
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
    for (const entry of singleEntriesOf(resource, context)) {
      const actions = allowed(entry, READ_SECRETS).filter((action) => objectsOf(entry.rule, action) === 'all');
      if (actions.length === 0 || isForPurpose(entry, 'read-secrets', context.access)) continue;
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
