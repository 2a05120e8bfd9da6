import { links } from '../links';
import type { Rule } from '../rule';
import { connectActions } from './actions';
import { allowed, resourceEntries, resourceWord, singleEntriesOf, verbsOf } from './entries';
import { isForPurpose } from './purpose';
import { grantedTo, reachOf, roleLabel } from './reach';

export const canExec: Rule = {
  id: 'can-exec',
  category: 'access',
  severity: 'warning',
  title: 'A role that allows access to running containers',
  why: 'With `pods/exec` or `pods/attach`, an attacker can run commands in an existing container, with its secrets and its service account, and does not need to inject a container. Before Kubernetes 1.35, `get` is enough over a WebSocket. With `get` on `nodes/proxy`, an attacker can use the exec API of the kubelet, and the audit log does not record the commands.',
  fix: 'Grant this permission to people, only for as long as they need it, and not to service accounts. For metrics of nodes, `nodes/metrics` and `nodes/stats` are enough.',
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

  kinds: ['Role', 'ClusterRole'],
  *resource(resource, context) {
    for (const entry of singleEntriesOf(resource, context)) {
      const actions = allowed(entry, connectActions(context.kubernetesMinor));
      if (actions.length === 0 || isForPurpose(entry, 'exec', context.access)) continue;
      const { words, related } = reachOf(entry.grants, context.access);
      yield {
        at: resourceWord(entry, actions),
        entry: entry.value,
        related,
        message: `Access to running containers: ${roleLabel(resource)} can ${verbsOf(actions)} ${resourceEntries(actions)}${grantedTo(words)}. Remove this permission, or grant it to people for a limited time.`,
      };
    }
  },
};
