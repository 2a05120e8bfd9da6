import type { PolicyRule } from '../../workspace/policy-rule';
import { links } from '../links';
import type { Rule } from '../rule';
import { CONSTRAINTS_GROUP, WRITE_GATES } from './actions';
import { allowed, entriesOf, resourcesOf, resourceWord, verbsOf } from './entries';
import { reachOf, roleLabel } from './reach';

export const canWriteWebhooks: Rule = {
  id: 'can-write-webhooks',
  category: 'access',
  severity: 'error',
  title: 'A role that can change what is admitted to the cluster',
  why: 'A mutating webhook or policy adds a container to every pod that is created; without the validating ones, nothing gates its image. Who can write these owns every workload.',
  fix: 'Leave it to those who run the cluster. A controller that renews the certificate of its own webhook needs `update` and `patch` with `resourceNames`.',
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

  *resource(resource, context) {
    for (const entry of entriesOf(resource, context)) {
      const actions = [...allowed(entry.rule, WRITE_GATES), ...constraintActions(entry.rule)];
      if (actions.length === 0) continue;
      const isNamed = entry.rule.resourceNames.length > 0;
      const { words, related } = reachOf(entry.grants, context.access);
      const [which, advice] = isNamed
        ? [' of the names given', 'That is all right for a controller that keeps its own.']
        : ['', 'Take it away, or name the objects in `resourceNames`.'];
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        severity: isNamed ? 'information' : 'error',
        related,
        message: `${roleLabel(resource)} may ${verbsOf(actions)} ${resourcesOf(actions)}${which}, and so decide what is added to every pod and what gates it${
          words === undefined ? '' : `: ${words}`
        }. ${advice}`,
      };
    }
  },
};

/** Each kind of Gatekeeper's constraints is a resource of its own, so any word for one counts. */
function constraintActions({ apiGroups, resources, verbs }: PolicyRule) {
  const writes = ['create', 'update', 'patch', 'delete'].filter((verb) => verbs.includes(verb) || verbs.includes('*'));
  if (!apiGroups.includes(CONSTRAINTS_GROUP)) return [];
  return resources.flatMap((resource) => writes.map((verb) => ({ group: CONSTRAINTS_GROUP, resource, verb })));
}
