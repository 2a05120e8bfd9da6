import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { nodePod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { decodedInteger, decodedItems } from './decoded';
import { hostPortOf } from './host-ports';
import { type Refusal, refusedRule } from './refused-rule';

export const duplicateHostPort = refusedRule({
  id: 'duplicate-host-port',
  title: 'A port of the node that is used twice in a pod',
  why: 'Each port of a node exists once for a protocol and an address. The API server refuses a pod in which two ports of `containers`, or of one init container, have the same host port. In a Pod with `hostNetwork`, each container port is a host port, too.',
  fix: 'Change one of the host ports, or remove `hostPort`: Services reach pods without it.',
  references: [links.containerPort],
  examples: {
    bad: nodePod({
      container:
        'ports:\n  - name: one\n    containerPort: 8080\n    hostPort: 8080\n  - name: two\n    containerPort: 8081\n    hostPort: 8080 # error',
    }),
    good: nodePod({
      container:
        'ports:\n  - name: one\n    containerPort: 8080\n    hostPort: 8080\n  - name: two\n    containerPort: 8081\n    hostPort: 8081',
    }),
  },

  fields: ['hostPort', 'hostNetwork'],
  *find(pod, { kubernetesMinor }) {
    const { containers } = pod;
    yield* duplicatesIn(
      containers.filter(({ list }) => list === 'containers'),
      pod,
      kubernetesMinor,
    );
    // Init containers run one after another.
    for (const container of containers)
      if (container.list === 'initContainers') yield* duplicatesIn([container], pod, kubernetesMinor);
  },
});

function* duplicatesIn(containers: readonly Container[], pod: Pod, kubernetesMinor: number): Generator<Refusal> {
  const known = new Map<string, { readonly container: Container; readonly at: YamlValue }>();
  for (const container of containers)
    for (const port of decodedItems(container.value.get('ports'))) {
      const hostPort = hostPortOf(port, pod, kubernetesMinor);
      if (!hostPort) continue;
      const field = port.get('hostPort');
      const at = decodedInteger(field) ? field : port.get('containerPort');
      const first = known.get(hostPort.key);
      if (!first) {
        known.set(hostPort.key, { container, at });
        continue;
      }
      const words = `the host port ${hostPort.number} (${hostPort.protocol})`;
      yield {
        field,
        at,
        container,
        isConflict: true,
        because:
          first.container === container
            ? `${containerSubject(container)} has ${words} twice`
            : `${containerSubject(first.container)} and ${containerSubject(container)} both have ${words}`,
        toDo: at === field ? 'Change one of them, or remove `hostPort`' : 'Change one of the ports',
        related: [{ at: first.at, message: 'The other one is here.' }],
      };
    }
}
