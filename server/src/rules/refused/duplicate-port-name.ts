import type { YamlValue } from '../../manifest/value';
import { examplePod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { decodedItems } from './decoded';
import { portNameFault } from './port-names';
import { literal, refusedRule } from './refused-rule';

export const duplicatePortName = refusedRule({
  id: 'duplicate-port-name',
  title: 'Two ports of a container with the same name',
  why: 'Services and probes find a port by its name, so the API server refuses a container in which two ports have the same name. Ports of other containers can have it.',
  fix: 'Give each port of a container a name of its own.',
  references: [links.containerPort],
  examples: {
    bad: examplePod({
      container:
        'ports:\n  - name: dns\n    containerPort: 53\n  - name: dns # error\n    containerPort: 53\n    protocol: UDP',
    }),
    good: examplePod({
      container:
        'ports:\n  - name: dns\n    containerPort: 53\n  - name: dns-udp\n    containerPort: 53\n    protocol: UDP',
    }),
  },

  fields: ['ports'],
  *find(pod) {
    for (const container of pod.containers) {
      const known = new Map<string, YamlValue>();
      for (const port of decodedItems(container.value.get('ports'))) {
        const field = port.get('name');
        const name = literal(field);
        // invalid-port-name reports each invalid one.
        if (!name || portNameFault(name) !== undefined) continue;
        const first = known.get(name);
        if (!first) known.set(name, field);
        else
          yield {
            field,
            container,
            isConflict: true,
            because: `${containerSubject(container)} has two ports with the name \`${name}\``,
            toDo: 'Give each port a name of its own',
            related: [{ at: first, message: 'The other port has the name here.' }],
          };
      }
    }
  },
});
