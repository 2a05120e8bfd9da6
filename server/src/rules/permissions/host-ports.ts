import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { controlRule, writeValues } from './control';

export const hostPorts = controlRule({
  id: 'host-ports',
  level: 'baseline',
  control: 'Host Ports',
  title: 'A container that listens on a port of its node',
  why: 'A host port bypasses Services and network policies. Every client that can reach the node can reach the port, and only one such pod can run on each node.',
  fix: 'Remove `hostPort` and use a Service. For clients outside the cluster, use the type `NodePort` or `LoadBalancer`. While a pod has `hostNetwork: true`, its ports are ports of the node, whatever `hostPort` says: remove `hostNetwork` first.',
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
  fields: ['hostPort', 'hostNetwork'],
  *violations(pod) {
    const isOnNode = pod.spec.get('hostNetwork').boolean === true;
    for (const container of pod.containers) {
      const ports = openPorts(pod, container, isOnNode);
      const [at] = ports;
      if (!at) continue;
      const how = at.name === 'hostPort' ? 'sets `hostPort`' : 'is in the network of its node (`hostNetwork`)';
      const title = `Set hostPort: 0 for "${container.label}" (the ${ports.length === 1 ? 'port' : 'ports'} of the node ${ports.length === 1 ? 'closes' : 'close'})`;
      yield {
        at,
        container,
        what: `Open port ${at.number} on the node: ${containerSubject(container)} ${how}, which bypasses network policies`,
        fixes: isOnNode
          ? []
          : [
              writeValues(
                pod,
                ports.map((port) => [port, 0]),
                title,
              ),
            ],
      };
    }
  },
});

/** The fields that open ports of the node. The API server sets `hostPort` in a Pod in the network of its node; templates are left alone. */
function openPorts({ resource }: Pod, container: Container, isOnNode: boolean): YamlValue[] {
  const isDefaulted = isOnNode && resource.kind === 'Pod';
  return container.value.get('ports').items.flatMap((port) => {
    const fields = isDefaulted ? [port.get('hostPort'), port.get('containerPort')] : [port.get('hostPort')];
    return fields.find(({ number }) => number !== undefined && number !== 0) ?? [];
  });
}
