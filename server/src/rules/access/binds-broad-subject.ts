import type { Grant } from '../../workspace/access-graph';
import { type Action, allows } from '../../workspace/policy-rule';
import { bindingOf, isBinding, subjectOf } from '../../workspace/rbac';
import { links } from '../links';
import type { Rule } from '../rule';
import { actionsOn } from './entries';
import { isBroad, subjectLabel } from './reach';

export const bindsBroadSubject: Rule = {
  id: 'binds-broad-subject',
  category: 'access',
  severity: 'error',
  title: 'A binding to everybody, or to every pod that names no service account',
  why: 'A right of `system:authenticated` or of all service accounts is a right of every pod in the cluster, an injected one too; one of `system:unauthenticated` needs no account at all. A right of the `default` account is one of every pod of the namespace that names no other.',
  fix: 'Bind the role to a service account of its own, and name that in the pods that need it.',
  references: [links.leastPrivilege, links.rbacGoodPractices],
  peers: {
    Checkov: ['CKV_K8S_42'],
    Trivy: ['KSV-0122', 'KSV-0123'],
    Kubescape: ['C-0262', 'C-0265'],
  },
  examples: {
    bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: default # error
    namespace: shop
`,
    good: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: dashboard
    namespace: shop
`,
  },

  *resource(resource, { access }) {
    if (!isBinding(resource)) return;
    const [binding] = bindingOf(resource);
    const grant = binding && access.grantOf(binding);
    for (const value of resource.value.get('subjects').items) {
      const [subject] = subjectOf(value, resource.namespace);
      if (!subject || !isBroad(subject)) continue;
      const role = resource.value.at('roleRef', 'name').string ?? '';
      yield {
        at: value.get('name'),
        entry: value,
        severity: grant && isHarmless(grant) ? 'information' : 'error',
        message: `${subjectLabel(subject)} gets the role "${role}": that is ${whom(subject.name)}. Bind it to a service account of its own.`,
      };
    }
  },
};

function whom(name: string): string {
  switch (name) {
    case 'default':
      return 'every pod of the namespace that names no account, injected containers included';
    case 'system:authenticated':
      return 'everybody with an account, every pod included';
    case 'system:unauthenticated':
    case 'system:anonymous':
      return 'everybody who reaches the API server, without an account';
    case 'system:masters':
      return 'whoever may do everything, past all checks';
    default:
      return 'every pod with a service account there';
  }
}

const READS: readonly Action['verb'][] = ['get', 'list', 'watch'];

/** What is published on purpose: single, named objects to read that are no Secrets. */
function isHarmless({ role, rules }: Grant): boolean {
  return (
    role !== undefined &&
    rules.every(
      (rule) =>
        rule.verbs.every((verb) => READS.includes(verb)) &&
        (rule.resources.length === 0 || rule.resourceNames.length > 0) &&
        !actionsOn('', ['secrets'], READS).some((action) => allows(rule, action)),
    )
  );
}
