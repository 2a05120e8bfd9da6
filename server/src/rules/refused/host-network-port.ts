import { setValue } from '../../fixes/set-value';
import { privilegedPod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { decodedInteger, decodedItems } from './decoded';
import { refusedRule } from './refused-rule';

export const hostNetworkPort = refusedRule({
  id: 'host-network-port',
  title: 'A host port that is not the container port, in a pod with `hostNetwork`',
  why: 'With `hostNetwork`, a container listens on a port of the node itself, and nothing maps one port to another. The API server refuses a `hostPort` that is not the same as `containerPort`.',
  fix: 'Set `hostPort` to the port that the container listens on, or remove it.',
  references: [links.containerPort],
  examples: {
    bad: privilegedPod({
      spec: 'hostNetwork: true',
      container: 'ports:\n  - containerPort: 8080\n    hostPort: 80 # error',
    }),
    good: privilegedPod({
      spec: 'hostNetwork: true',
      container: 'ports:\n  - containerPort: 8080\n    hostPort: 8080',
    }),
  },

  fields: ['hostNetwork'],
  *find(pod) {
    if (pod.spec.get('hostNetwork').boolean !== true) return;
    for (const container of pod.containers) {
      if (container.list !== 'containers') continue;
      for (const port of decodedItems(container.value.get('ports'))) {
        const [field, other] = [port.get('hostPort'), port.get('containerPort')];
        const hostPort = decodedInteger(field);
        const containerPort = other.isSet ? decodedInteger(other) : 0;
        if (!hostPort || containerPort === undefined || hostPort === containerPort) continue;
        yield {
          field,
          container,
          isConflict: true,
          isAbsence: !other.isSet,
          because: `${containerSubject(container)} has the host port ${hostPort}, but ${
            containerPort === 0 ? 'no container port' : `the container port ${containerPort}`
          }, in a pod with \`hostNetwork\``,
          toDo: 'Set both to the port that the container listens on, or remove `hostPort`',
          fixes:
            containerPort === 0
              ? []
              : [
                  {
                    title: `Set hostPort to ${containerPort} (if the container listens on it)`,
                    isPreferred: false,
                    change: () => setValue(pod.resource.document, field, containerPort),
                  },
                ],
        };
      }
    }
  },
});
