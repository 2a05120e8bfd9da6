import { hostProcessFields } from '../../pod/host-process';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import type { Fix } from '../rule';
import { podSubject } from '../subject';
import { controlRule, writeValues } from './control';

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
  fix: 'Remove `hostNetwork`, `hostPID` and `hostIPC`. A pod with HostProcess containers on a Windows node must have `hostNetwork: true`: remove `hostProcess`, too.',
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
    yield {
      at: pod.spec.get(first[0]),
      what: `Access to the node: ${podSubject(pod)} shares ${shared.map(([name, what]) => `${what} (\`${name}\`)`).join(' and ')}`,
      fixes: [leave(pod, shared)],
    };
  },
});

function leave(pod: Pod, shared: readonly (readonly [name: string, what: string])[]): Fix {
  const fields = shared.map(([name]) => pod.spec.get(name));
  // The API server refuses HostProcess containers outside of the node's network.
  const processes = fields.some(({ name }) => name === 'hostNetwork') ? hostProcessFields(pod) : [];
  const names = shared.map(([name]) => name);
  const what = `the pod leaves ${shared.map(([, left]) => left).join(' and ')}`;
  return writeValues(
    pod,
    [...fields, ...processes].map((field) => [field, false]),
    processes.length === 0
      ? `Set ${names.join(', ')} to false (${what})`
      : `Set ${names.join(', ')} and hostProcess to false (${what}, and its containers no longer run on the node)`,
  );
}
