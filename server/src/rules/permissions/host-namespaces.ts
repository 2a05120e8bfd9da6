import { inSequence } from '../../fixes/change';
import { pathOf, textValueAt } from '../../fixes/layout';
import { setValue } from '../../fixes/set-value';
import { examplePod } from '../example';
import { podSubject } from '../subject';
import { controlRule } from './control';

const NAMESPACES = {
  hostNetwork: "the node's network",
  hostPID: "the node's processes",
  hostIPC: "the node's shared memory",
} as const;

export const hostNamespaces = controlRule({
  id: 'host-namespaces',
  level: 'baseline',
  control: 'Host Namespaces',
  title: 'A pod that shares a namespace of its node',
  why: 'With `hostNetwork`, a pod can connect to programs that listen only on the localhost of the node. With `hostPID`, it can read the environment and files of every process on the node. With `hostIPC`, it can read their shared memory.',
  fix: 'Remove `hostNetwork`, `hostPID` and `hostIPC`.',
  advice: 'Remove the host namespaces.',
  peers: {
    Checkov: ['CKV_K8S_17', 'CKV_K8S_18', 'CKV_K8S_19'],
    Trivy: ['KSV-0008', 'KSV-0009', 'KSV-0010'],
    Kubescape: ['C-0038', 'C-0041'],
    'kube-linter': ['host-network', 'host-pid', 'host-ipc'],
    Polaris: ['hostNetworkSet', 'hostPIDSet', 'hostIPCSet'],
    Kyverno: ['disallow-host-namespaces'],
  },
  examples: { bad: examplePod({ spec: 'hostPID: true # warning' }), good: examplePod({}) },
  fields: Object.keys(NAMESPACES),
  *violations(pod) {
    const shared = Object.entries(NAMESPACES).filter(([name]) => pod.spec.get(name).boolean === true);
    const [first] = shared;
    if (!first) return;
    const { document } = pod.resource;
    yield {
      at: pod.spec.get(first[0]),
      what: `Access to the node: ${podSubject(pod)} shares ${shared.map(([name, what]) => `${what} (\`${name}\`)`).join(' and ')}`,
      fixes: [
        {
          title: `Set ${shared.map(([name]) => name).join(', ')} to false (the pod loses access to ${shared.map(([, what]) => what).join(' and ')})`,
          isPreferred: false,
          change: () =>
            inSequence(
              document,
              shared.map(([name]) => (current) => {
                return setValue(current, textValueAt(current, pathOf(pod.spec.get(name))), false);
              }),
            ),
        },
      ],
    };
  },
});
