import type { PolicyRule } from '../../workspace/policy-rule';
import { links } from '../links';
import type { Rule } from '../rule';
import { POLICY_GROUPS, WRITE_GATES } from './actions';
import { allowed, entriesOf, resourceEntries, resourceWord, verbsOf } from './entries';
import { grantedTo, reachOf, roleLabel } from './reach';

export const canWriteWebhooks: Rule = {
  id: 'can-write-webhooks',
  category: 'access',
  severity: 'error',
  title: 'A role that can change admission webhooks or policies',
  why: 'A mutating webhook or policy can add a container to every pod that is created. Without validating webhooks and policies, there is no image gate. An attacker who can change these objects controls every workload.',
  fix: 'Grant this permission only to cluster administrators. A controller that renews the certificate of its own webhook needs `update` and `patch` with `resourceNames`.',
  references: [links.maliciousAdmissionController, links.leastPrivilege, links.rbacGoodPractices],
  peers: { Checkov: ['CKV_K8S_155'], Trivy: ['KSV-0114'], Kubescape: ['C-0281'] },
  examples: {
    bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [admissionregistration.k8s.io]
    resources: [mutatingwebhookconfigurations] # error
    verbs: [get, update]
`,
    good: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [admissionregistration.k8s.io]
    resources: [mutatingwebhookconfigurations]
    verbs: [get, list, watch]
`,
  },

  kinds: ['Role', 'ClusterRole'],
  *resource(resource, context) {
    for (const entry of entriesOf(resource, context)) {
      const actions = [...allowed(entry.rule, WRITE_GATES), ...policyActions(entry.rule)];
      if (actions.length === 0) continue;
      const isNamed = entry.rule.resourceNames.length > 0;
      const { words, related } = reachOf(entry.grants, context.access);
      const [which, advice] = isNamed
        ? [' that it names', 'This is intended for a controller that updates its own objects.']
        : ['', 'Remove this permission, or name the objects in `resourceNames`.'];
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        severity: isNamed ? 'information' : 'error',
        related,
        message: `Image gates can be turned off, or containers added to every pod: ${roleLabel(resource)} can ${verbsOf(actions)} ${resourceEntries(actions)}${which}${grantedTo(words)}. ${advice}`,
      };
    }
  },
};

/** Each kind of policy is its own resource in these groups, so every resource of the group counts. */
function policyActions({ apiGroups, resources, verbs }: PolicyRule) {
  const writes = ['create', 'update', 'patch', 'delete'].filter((verb) => verbs.includes(verb) || verbs.includes('*'));
  return POLICY_GROUPS.filter((group) => apiGroups.includes(group)).flatMap((group) =>
    resources.flatMap((resource) => writes.map((verb) => ({ group, resource, verb }))),
  );
}
