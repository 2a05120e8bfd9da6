import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import type { Fix } from '../rule';
import { containerSubject } from '../subject';
import { decodedItems } from './decoded';
import { PORT_NAME, portNameFault } from './port-names';
import { literal, refusedRule } from './refused-rule';

export const invalidPortName = refusedRule({
  id: 'invalid-port-name',
  title: 'A port with an invalid name',
  why: `Services and probes find a port by its name. The API server refuses a name that is not ${PORT_NAME}.`,
  fix: `Use ${PORT_NAME}.`,
  references: [links.containerPort],
  examples: {
    bad: examplePod({ container: 'ports:\n  - name: Metrics # error\n    containerPort: 9090' }),
    good: examplePod({ container: 'ports:\n  - name: metrics\n    containerPort: 9090' }),
  },

  fields: ['ports'],
  *find(pod) {
    for (const container of pod.containers) {
      const ports = decodedItems(container.value.get('ports'));
      for (const port of ports) {
        const field = port.get('name');
        const name = literal(field);
        // An empty name is none.
        const fault = name ? portNameFault(name) : undefined;
        if (name === undefined || fault === undefined) continue;
        yield {
          field,
          container,
          because: `the port name \`${name}\` of ${containerSubject(container)} ${fault}`,
          toDo: `Use ${PORT_NAME}`,
          fixes: renaming(pod, field, name, ports),
        };
      }
    }
  },
});

/** Nothing can use the old name: the API server refuses it in Services and probes, too. */
function renaming({ resource }: Pod, field: YamlValue, name: string, ports: readonly YamlValue[]): Fix[] {
  const lower = name.toLowerCase();
  if (portNameFault(lower) !== undefined || ports.some((port) => port.get('name').string === lower)) return [];
  return [
    {
      title: `Name the port ${lower} (Services and probes find it by this name)`,
      isPreferred: false,
      change: () => setValue(resource.document, field, lower),
    },
  ];
}
