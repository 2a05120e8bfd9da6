import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const portConflict: Rule = {
  id: 'port-conflict',
  category: 'sidecar',
  severity: 'error',
  title: 'Two containers of a pod want the same port',
  why: 'The containers of a pod share one network: the second that listens on a port fails, or takes the traffic of the first if it comes before it. Of a port of the node there is only one, too.',
  fix: 'Give one of them another port.',
  references: [links.podNetworking],
  examples: {
    bad: sidecarPod({ app: 'ports:\n  - containerPort: 8080', sidecar: 'ports:\n  - containerPort: 8080 # error' }),
    good: sidecarPod({ app: 'ports:\n  - containerPort: 8080', sidecar: 'ports:\n  - containerPort: 9090' }),
  },

  *pod(pod) {
    if (pod.isAssembled) return;
    const taken = new Map<string, DeclaredPort>();
    for (const port of pod.containers.filter(isStanding).flatMap((container) => portsOf(container, pod))) {
      const first = taken.get(port.key);
      if (!first) taken.set(port.key, port);
      else if (first.container !== port.container) {
        yield {
          at: port.at,
          container: port.container,
          message: `"${port.container.label}" and "${first.container.label}" want the same ${port.words}, and share one network: the second that listens fails. Give one of them another port.`,
          related: [{ at: first.at, message: `"${first.container.label}" wants it here.` }],
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
}

/** Plain init containers have ended, and ephemeral ones have no ports. */
function isStanding({ role }: Container): boolean {
  return role !== 'init' && role !== 'ephemeral';
}

function portsOf(container: Container, { spec }: Pod): DeclaredPort[] {
  // On the node's network every port is one of the node, and the API server sets hostPort to containerPort.
  const isOnNode = spec.get('hostNetwork').boolean === true;
  return container.value.get('ports').items.flatMap((port) => {
    const protocol = port.get('protocol').string ?? 'TCP';
    const declared = (name: 'containerPort' | 'hostPort'): DeclaredPort[] => {
      const at = port.get(name);
      const number = at.number;
      if (!number || (name === 'hostPort' && isOnNode)) return [];
      const address = name === 'hostPort' ? (port.get('hostIP').string ?? '') : '';
      const words = `${name === 'hostPort' ? 'port of the node' : 'port'} ${number} (${protocol})`;
      return [{ key: `${name} ${address} ${number} ${protocol}`, words, at, container }];
    };
    return [...declared('containerPort'), ...declared('hostPort')];
  });
}
