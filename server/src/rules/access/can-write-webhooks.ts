import { type AccessGraph, scopeOf } from '../../workspace/access-graph';
import { ANY, type ApiRequest, isAbout, objectsOf } from '../../workspace/policy-rule';
import { inWords } from '../in-words';
import { links } from '../links';
import type { Rule } from '../rule';
import type { Severity } from '../severity';
import { LABEL_NAMESPACES, WRITE_GATES } from './actions';
import { allowed, type RoleEntry, resourceEntries, resourceWord, singleEntriesOf, verbsOf } from './entries';
import { isForPurpose } from './purpose';
import { grantedTo, reachOf, roleLabel } from './reach';

export const canWriteWebhooks: Rule = {
  id: 'can-write-webhooks',
  category: 'access',
  severity: 'error',
  title: 'A role that can change admission webhooks or policies',
  why: 'A mutating webhook or policy can add a container to every pod that is created. Without validating webhooks and policies, there is no image gate. An attacker who can change these objects controls every workload. It is an error where users, groups, or accounts without a known pod have it in the whole cluster, a warning where only controllers of this workspace have it, or where it is not bound here, and information for named objects and for policy engines. Labels of a namespace say which gates hold there, so that writing them is information.',
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
    resources: [mutatingwebhookconfigurations] # warning
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
    for (const entry of singleEntriesOf(resource, context)) {
      const gates = allowed(entry, WRITE_GATES);
      const actions = gates.length > 0 ? gates : allowed(entry, LABEL_NAMESPACES);
      if (actions.length === 0) continue;
      const isNamed = actions.every((action) => objectsOf(entry.rule, action) !== 'all');
      const { words, related } = reachOf(entry.grants, context.access);
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        severity:
          isNamed || gates.length === 0 || isForPurpose(entry, 'write-gates', context.access)
            ? 'information'
            : severityOf(entry, context.access),
        related,
        message: `${gates.length > 0 ? 'Image gates can be turned off, or containers added to every pod' : 'Labels that say which gates hold can be changed'}: ${roleLabel(resource)} can ${verbsOf(actions)} ${resourcesIn(entry, actions)}${isNamed ? ' that it names' : ''}${grantedTo(words)}. ${
          isNamed
            ? 'This is intended for a controller that updates its own objects.'
            : 'Remove this permission, or name the objects in `resourceNames`.'
        }`,
      };
    }
  },
};

/** Controllers that have webhooks, and policy engines, work with them: those are known by their pods. */
function severityOf({ grants }: RoleEntry, access: AccessGraph): Severity {
  const subjects = grants.flatMap(({ binding }) => (scopeOf(binding) === undefined ? binding.subjects : []));
  const isOfControllers = subjects.every(
    (subject) => subject.kind === 'ServiceAccount' && access.workloadsOf(subject).length > 0,
  );
  return isOfControllers ? 'warning' : 'error';
}

/** The resources of the actions; those that the entry itself names, where an action is on any resource of its group. */
function resourcesIn({ rule }: RoleEntry, actions: readonly ApiRequest[]): string {
  if (actions.some(({ resource }) => resource !== ANY)) return resourceEntries(actions);
  const words = rule.resources.filter((word) => actions.some((action) => isAbout(word, rule.apiGroups, action)));
  return inWords(words, 3);
}
