import { links } from '../links';
import type { Rule } from '../rule';
import { ESCALATE, REQUEST_CERTIFICATES } from './actions';
import { allowed, entriesOf, resourcesOf, resourceWord, verbsOf } from './entries';
import { reachOf, roleLabel } from './reach';

export const canEscalate: Rule = {
  id: 'can-escalate',
  category: 'access',
  severity: 'warning',
  title: 'A role by which somebody can take rights that nobody gave them',
  why: 'With `escalate` and `bind` a role can be made as strong as one likes, with `impersonate` one acts as somebody else, with `serviceaccounts/token` one has the token of any service account, and with the approval of a certificate one is whoever it names.',
  fix: 'Take the verb away. What remains should name its objects in `resourceNames`.',
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
        message: `${roleLabel(resource)} may ${verbsOf(actions)} ${resourcesOf(actions)}, ${
          escalating.length > 0 ? 'and so take rights that it was not given' : 'which someone else has to approve'
        }${words === undefined ? '' : `: ${words}`}. Take it away, or name the objects in \`resourceNames\`.`,
      };
    }
  },
};
