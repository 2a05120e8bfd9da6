import { examplePod } from '../example';
import { controlRule, write } from './control';

export const hostPorts = controlRule({
  id: 'host-ports',
  level: 'baseline',
  control: 'Host Ports',
  title: 'A container that listens on a port of its node',
  why: 'A host port bypasses Services and network policies, is reachable from wherever the node is, and lets only one such pod run on a node.',
  fix: 'Use a Service (NodePort or LoadBalancer where it must be reached from outside).',
  advice: 'Use a Service.',
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
  *violations(pod) {
    for (const container of pod.containers) {
      const at = container.value
        .get('ports')
        .items.map((port) => port.get('hostPort'))
        .find(({ number }) => number !== undefined && number !== 0);
      if (!at) continue;
      const title = `Set hostPort: 0 for "${container.label}" (the node no longer listens)`;
      yield {
        at,
        container,
        what: `"${container.label}" listens on the node's port ${at.number}`,
        fixes: [write(pod, at, 0, title)],
      };
    }
  },
});
