import { links } from '../links';
import type { Rule } from '../rule';
import { connectActions } from './actions';
import { allowed, entriesOf, resourcesOf, resourceWord, verbsOf } from './entries';
import { reachOf, roleLabel } from './reach';

export const canExec: Rule = {
  id: 'can-exec',
  category: 'access',
  severity: 'warning',
  title: 'A role by which somebody gets a shell in running containers',
  why: 'With `pods/exec` or `pods/attach` nobody needs to inject a container: they run what they like in one that is there, with its secrets and its service account. Before Kubernetes 1.35, `get` alone is enough over a WebSocket; `get` on `nodes/proxy` reaches the exec of the kubelet and leaves no trace in the audit log.',
  fix: 'Give the right to people for the time that they need it, not to service accounts. For metrics of nodes, `nodes/metrics` and `nodes/stats` are enough.',
  references: [links.execIntoContainer, links.leastPrivilege, links.rbacGoodPractices],
  peers: {
    Checkov: ['CKV2_K8S_2'],
    Trivy: ['KSV-0047', 'KSV-0053', 'KSV-0054'],
    Kubescape: ['C-0002', 'C-0279'],
    Polaris: ['rolePodExecAttach', 'clusterrolePodExecAttach'],
  },
  examples: {
    bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: debugger
  namespace: shop
rules:
  - apiGroups: [""]
    resources:
      - pods
      - pods/exec # warning
    verbs: [get, create]
    resourceNames: [web-0]
`,
    good: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [pods, pods/log]
    verbs: [get]
`,
  },

  *resource(resource, context) {
    for (const entry of entriesOf(resource, context)) {
      const actions = allowed(entry.rule, connectActions(context.kubernetesMinor));
      if (actions.length === 0) continue;
      const { words, related } = reachOf(entry.grants, context.access);
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        related,
        message: `${roleLabel(resource)} may ${verbsOf(actions)} ${resourcesOf(actions)}, and so get into running containers${
          words === undefined ? '' : `: ${words}`
        }. Take it away, or give it to people for a time.`,
      };
    }
  },
};
