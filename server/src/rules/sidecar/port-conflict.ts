import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { sidecarPod } from '../example';
import { links } from '../links';
import { hostPortOf } from '../refused/host-ports';
import { isCheckedByServer } from '../refused/refused-rule';
import type { Rule } from '../rule';

export const portConflict: Rule = {
  id: 'port-conflict',
  category: 'sidecar',
  severity: 'warning',
  severities: 'It is an error for a port of the node, for which the pod never starts.',
  title: 'Two containers of a pod that use the same port',
  why: 'The containers of a pod share one network namespace. Only the first container that listens on a port gets its traffic, and the second one fails. The same is true for a host port, which exists once on each node; where the API server refuses it, the rule duplicate-host-port says so.',
  fix: 'Change the port of one of the containers.',
  references: [links.podNetworking],
  examples: {
    bad: sidecarPod({ app: 'ports:\n  - containerPort: 8080', sidecar: 'ports:\n  - containerPort: 8080 # warning' }),
    good: sidecarPod({ app: 'ports:\n  - containerPort: 8080', sidecar: 'ports:\n  - containerPort: 9090' }),
  },

  fields: ['ports'],
  *pod(pod, { kubernetesMinor }) {
    if (pod.isAssembled) return;
    const taken = new Map<string, DeclaredPort>();
    const refused = new Set<string>();
    for (const port of pod.containers
      .filter(isStanding)
      .flatMap((container) => portsOf(container, pod, kubernetesMinor))) {
      const { hostKey } = port;
      // duplicate-host-port reports it.
      if (hostKey !== undefined && refused.has(hostKey)) continue;
      if (hostKey !== undefined) refused.add(hostKey);
      const first = taken.get(port.key);
      if (!first) taken.set(port.key, port);
      else if (first.container !== port.container) {
        yield {
          at: port.at,
          container: port.container,
          // No second container gets a port of the node, and the pod never starts.
          ...(port.isOfNode && { severity: 'error' as const }),
          message: `Port conflict: "${port.container.label}" and "${first.container.label}" both use ${port.words}, and the second one that listens on it fails. Change the port of one of them.`,
          related: [{ at: first.at, message: `"${first.container.label}" uses it here.` }],
        };
      }
    }
  },
};

interface DeclaredPort {
  readonly key: string;
  readonly words: string;
  readonly at: YamlValue;
  readonly container: Container;
  readonly isOfNode: boolean;
  /** The port of the node for which the API server refuses a second container. */
  readonly hostKey: string | undefined;
}

/** Init containers end before the app starts, and ephemeral containers have no ports. */
function isStanding({ role }: Container): boolean {
  return role !== 'init' && role !== 'ephemeral';
}

function portsOf(container: Container, pod: Pod, kubernetesMinor: number): DeclaredPort[] {
  // With `hostNetwork`, every port is a port of the node, and the API server sets `hostPort` to `containerPort`.
  const isOnNode = pod.spec.get('hostNetwork').boolean === true;
  const isRefusable = container.list === 'containers' && isCheckedByServer(pod.resource);
  return container.value.get('ports').items.flatMap((port) => {
    const protocol = port.get('protocol').string ?? 'TCP';
    const hostKey = isRefusable ? hostPortOf(port, pod, kubernetesMinor)?.key : undefined;
    const declared = (name: 'containerPort' | 'hostPort'): DeclaredPort[] => {
      const at = port.get(name);
      const number = at.number;
      const isOfNode = name === 'hostPort';
      if (!number || (isOfNode && isOnNode)) return [];
      const address = isOfNode ? (port.get('hostIP').string ?? '') : '';
      const words = `${isOfNode ? 'host port' : 'port'} ${number} (${protocol})`;
      const key = `${name} ${address} ${number} ${protocol}`;
      const takesNode = isOfNode || isOnNode;
      return [{ key, words, at, container, isOfNode: takesNode, hostKey: takesNode ? hostKey : undefined }];
    };
    return [...declared('containerPort'), ...declared('hostPort')];
  });
}
