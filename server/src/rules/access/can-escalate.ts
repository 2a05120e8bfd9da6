import { type ApiRequest, objectsOf } from '../../workspace/policy-rule';
import { links } from '../links';
import type { Rule, RuleContext } from '../rule';
import { cooked, type RoleEntry, resourceEntries, resourceWord, singleEntriesOf, verbsOf } from './entries';
import { escalations, SHARED_ESCALATIONS } from './escalation';
import { grantedTo, reachOf, roleLabel } from './reach';
import type { Recipe } from './recipe';

export const canEscalate: Rule = {
  id: 'can-escalate',
  category: 'access',
  severity: 'warning',
  title: 'A role that allows privilege escalation',
  why: 'With `escalate` and the right to write roles, or `bind` and the right to write bindings, a user can get any permission. With `impersonate` on users or service accounts, a user can act as another one; since Kubernetes 1.36 also with `impersonate:user-info` and its like, for the actions that `impersonate-on:…` names. With `serviceaccounts/token`, or by creating Secrets and reading them, a user can get a token of any service account. A user who can create certificate requests and approve them for a signer of client certificates can get another identity. It is a warning; for named objects, for Secrets, and where another user must help, it is information.',
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
    const alone = escalations(context.kubernetesMinor);
    for (const entry of singleEntriesOf(resource, context)) {
      const found = actionsFor(entry, alone, context);
      const actions = found.length > 0 ? found : actionsFor(entry, SHARED_ESCALATIONS, context);
      if (actions.length === 0) continue;
      const isAlone = found.length > 0;
      const isNamed = actions.every((action) => objectsOf(entry.rule, action) !== 'all');
      const { words, related } = reachOf(entry.grants, context.access);
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        severity: !isAlone || isNamed || actions.every(isOnSecrets) ? 'information' : 'warning',
        related,
        message: `Privilege escalation${isAlone ? '' : ' with the help of another user'}: ${roleLabel(resource)} can ${verbsOf(actions)} ${resourceEntries(actions)}${isNamed ? ' that it names' : ''}${actions.some(isOnSecrets) ? ', which makes tokens of service accounts' : ''}${grantedTo(words)}. Remove this permission, or name the objects in \`resourceNames\`.`,
      };
    }
  },
};

function actionsFor(entry: RoleEntry, recipes: readonly Recipe[], context: RuleContext): ApiRequest[] {
  return recipes.flatMap((recipe) => cooked(entry, recipe, context));
}

/** A user who reads all Secrets has most of what their tokens give, which is a finding of its own. */
function isOnSecrets({ group, resource }: ApiRequest): boolean {
  return group === '' && resource === 'secrets';
}
