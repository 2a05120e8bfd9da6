import { removeEntry } from '../../fixes/remove-entry';
import { isInjectedAlready, podInjections } from '../../pod/injection';
import { INJECTORS } from '../../pod/injectors';
import { isOfPublisher, sidecarsNamed } from '../../pod/known-sidecars';
import { effectiveRunAsUser } from '../../pod/privilege';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const appRunsAsProxyUid: Rule = {
  id: 'app-runs-as-proxy-uid',
  category: 'sidecar',
  severity: 'warning',
  title: 'A container that runs as the user of the mesh proxy',
  why: 'The mesh recognizes its own proxy by its user ID and does not redirect the traffic of that user. A container that runs as the same user bypasses the mesh: its traffic is not encrypted, authorized or logged.',
  fix: 'Run the container as a different user.',
  references: [links.sidecarInjection, links.leastPrivilege],
  examples: {
    bad: examplePod({
      metadata: 'labels:\n  sidecar.istio.io/inject: "true"',
      container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 1337 # warning',
    }),
    good: examplePod({
      metadata: 'labels:\n  sidecar.istio.io/inject: "true"',
      container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 65532',
    }),
  },

  fields: ['runAsUser'],
  *container(container, pod, { workspace }) {
    const user = effectiveRunAsUser(pod, container);
    const mesh = INJECTORS.find(({ proxyUser }) => proxyUser !== undefined && proxyUser === user);
    if (!mesh || container.known || container.name === mesh.adds) return;
    // The mesh's own programs are no apps in it.
    if (container.image !== undefined && isOfPublisher(sidecarsNamed(mesh.adds), container.image)) return;
    const isOn = podInjections(pod, workspace.namespaceOf(pod.resource)).some(
      ({ injector, isOn }) => injector === mesh && isOn,
    );
    if (!isOn && !isInjectedAlready(pod, mesh)) return;
    const own = container.value.at('securityContext', 'runAsUser');
    const at = own.isSet ? own : pod.spec.at('securityContext', 'runAsUser');
    yield {
      at,
      message: `Traffic bypasses the mesh: "${container.label}" runs as user ${user}, the user of the ${mesh.name} proxy. Run it as a different user.`,
      fixes: [
        {
          title: `Remove runAsUser: ${user} (the container runs as the user of its image)`,
          isPreferred: false,
          change: () => removeEntry(pod.resource.document, at),
        },
      ],
    };
  },
};
