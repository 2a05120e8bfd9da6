import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { controlRule, writeValue } from './control';

export const hostPorts = controlRule({
  id: 'host-ports',
  level: 'baseline',
  control: 'Host Ports',
  title: 'A container that listens on a port of its node',
  why: 'A host port bypasses Services and network policies. Every client that can reach the node can reach the port, and only one such pod can run on each node.',
  fix: 'Remove `hostPort` and use a Service. For clients outside the cluster, use the type `NodePort` or `LoadBalancer`.',
  advice: 'Use a Service instead.',
  peers: {
    Checkov: ['CKV_K8S_26'],
    Trivy: ['KSV-0024'],
    Kubescape: ['C-0044'],
    Polaris: ['hostPortSet'],
    Kyverno: ['disallow-host-ports'],
  },
  examples: {
    bad: examplePod({ container: 'ports:\n  - containerPort: 8080\n    hostPort: 8080 # warning' }),
    good: examplePod({ container: 'ports:\n  - containerPort: 8080' }),
  },
  fields: ['hostPort'],
  *violations(pod) {
    for (const container of pod.containers) {
      const at = container.value
        .get('ports')
        .items.map((port) => port.get('hostPort'))
        .find(({ number }) => number !== undefined && number !== 0);
      if (!at) continue;
      const title = `Set hostPort: 0 for "${container.label}" (the port of the node closes)`;
      yield {
        at,
        container,
        what: `Open port ${at.number} on the node: ${containerSubject(container)} sets \`hostPort\`, which bypasses network policies`,
        fixes: [writeValue(pod, at, 0, title)],
      };
    }
  },
});
