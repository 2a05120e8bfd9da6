import { links } from '../links';
import type { Rule } from '../rule';
import { ESCALATE, REQUEST_CERTIFICATES } from './actions';
import { allowed, entriesOf, resourceEntries, resourceWord, verbsOf } from './entries';
import { grantedTo, reachOf, roleLabel } from './reach';

export const canEscalate: Rule = {
  id: 'can-escalate',
  category: 'access',
  severity: 'warning',
  title: 'A role that allows privilege escalation',
  why: 'With `escalate` or `bind`, a user can get any permission. With `impersonate`, a user can act as another user. With `serviceaccounts/token`, a user can get a token of any service account. A user who can approve certificate requests can get a certificate for another identity.',
  fix: 'Remove the verb. If it is needed, name the objects in `resourceNames`.',
  references: [links.leastPrivilege, links.rbacGoodPractices],
  peers: {
    Checkov: ['CKV_K8S_157', 'CKV_K8S_158', 'CKV2_K8S_3'],
    Trivy: ['KSV-0043', 'KSV-0050'],
    Kubescape: ['C-0065', 'C-0191', 'C-0282'],
  },
  examples: {
    bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: helpdesk
rules:
  - apiGroups: [""]
    resources: [users] # warning
    verbs: [impersonate]
`,
    good: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: helpdesk
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [roles]
    verbs: [get, list]
`,
  },

  kinds: ['Role', 'ClusterRole'],
  *resource(resource, context) {
    for (const entry of entriesOf(resource, context)) {
      const escalating = allowed(entry.rule, ESCALATE);
      const actions = escalating.length > 0 ? escalating : allowed(entry.rule, REQUEST_CERTIFICATES);
      if (actions.length === 0) continue;
      const { words, related } = reachOf(entry.grants, context.access);
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        severity: escalating.length > 0 && entry.rule.resourceNames.length === 0 ? 'warning' : 'information',
        related,
        message: `Privilege escalation${escalating.length > 0 ? '' : ' after an approval'}: ${roleLabel(resource)} can ${verbsOf(actions)} ${resourceEntries(actions)}${grantedTo(words)}. Remove this permission, or name the objects in \`resourceNames\`.`,
      };
    }
  },
};
