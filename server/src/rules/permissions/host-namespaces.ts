import { inSequence } from '../../fixes/change';
import { pathOf, valueAt } from '../../fixes/layout';
import { setValue } from '../../fixes/set-value';
import { examplePod } from '../example';
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
  title: 'A pod in a namespace of its node',
  why: "In the node's network a pod reaches what listens on localhost, in its process namespace the environment and files of every process, in its IPC namespace their shared memory.",
  fix: 'Leave the namespaces to the pod: remove `hostNetwork`, `hostPID` and `hostIPC`.',
  advice: 'Remove it.',
  peers: {
    Checkov: ['CKV_K8S_17', 'CKV_K8S_18', 'CKV_K8S_19'],
    Trivy: ['KSV-0008', 'KSV-0009', 'KSV-0010'],
    Kubescape: ['C-0038', 'C-0041'],
    'kube-linter': ['host-network', 'host-pid', 'host-ipc'],
    Polaris: ['hostNetworkSet', 'hostPIDSet', 'hostIPCSet'],
    Kyverno: ['disallow-host-namespaces'],
  },
  examples: { bad: examplePod({ spec: 'hostPID: true # warning' }), good: examplePod({}) },
  *violations(pod) {
    const shared = Object.entries(NAMESPACES).filter(([name]) => pod.spec.get(name).boolean === true);
    const [first] = shared;
    if (!first) return;
    const { document } = pod.resource;
    yield {
      at: pod.spec.get(first[0]),
      what: `The pod shares ${shared.map(([, what]) => what).join(' and ')}`,
      fixes: [
        {
          title: `Set ${shared.map(([name]) => name).join(', ')} to false (the pod leaves ${shared.map(([, what]) => what).join(' and ')})`,
          isPreferred: false,
          change: () =>
            inSequence(
              document,
              shared.map(([name]) => (current) => {
                return setValue(current, valueAt(current, pathOf(pod.spec.get(name))), false);
              }),
            ),
        },
      ],
    };
  },
});
