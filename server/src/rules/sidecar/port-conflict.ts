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
  title: 'Two containers of a pod that use the same port',
  why: 'The containers of a pod share one network namespace. Only the first container that listens on a port gets its traffic, and the second one fails. The same is true for a host port, which exists once on each node.',
  fix: 'Change the port of one of the containers.',
  references: [links.podNetworking],
  examples: {
    bad: sidecarPod({ app: 'ports:\n  - containerPort: 8080', sidecar: 'ports:\n  - containerPort: 8080 # error' }),
    good: sidecarPod({ app: 'ports:\n  - containerPort: 8080', sidecar: 'ports:\n  - containerPort: 9090' }),
  },

  fields: ['ports'],
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
}

/** Init containers end before the app starts, and ephemeral containers have no ports. */
function isStanding({ role }: Container): boolean {
  return role !== 'init' && role !== 'ephemeral';
}

function portsOf(container: Container, { spec }: Pod): DeclaredPort[] {
  // With `hostNetwork`, every port is a port of the node, and the API server sets `hostPort` to `containerPort`.
  const isOnNode = spec.get('hostNetwork').boolean === true;
  return container.value.get('ports').items.flatMap((port) => {
    const protocol = port.get('protocol').string ?? 'TCP';
    const declared = (name: 'containerPort' | 'hostPort'): DeclaredPort[] => {
      const at = port.get(name);
      const number = at.number;
      if (!number || (name === 'hostPort' && isOnNode)) return [];
      const address = name === 'hostPort' ? (port.get('hostIP').string ?? '') : '';
      const words = `${name === 'hostPort' ? 'host port' : 'port'} ${number} (${protocol})`;
      return [{ key: `${name} ${address} ${number} ${protocol}`, words, at, container }];
    };
    return [...declared('containerPort'), ...declared('hostPort')];
  });
}
