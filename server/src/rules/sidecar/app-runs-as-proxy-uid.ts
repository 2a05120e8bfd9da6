import { removeEntry } from '../../fixes/remove-entry';
import { injectionsOf, isInjectedAlready } from '../../pod/injection';
import { INJECTORS } from '../../pod/injectors';
import { effectiveRunAsUser } from '../../pod/privilege';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const appRunsAsProxyUid: Rule = {
  id: 'app-runs-as-proxy-uid',
  category: 'sidecar',
  severity: 'error',
  title: "A container runs as the mesh proxy's user",
  why: "The mesh tells its own traffic from the app's by the user that sends it, and lets the proxy's through. A container that runs as that user goes past the mesh: no encryption, no authorization, no log.",
  fix: 'Run the container as another user.',
  references: [links.sidecarInjection, links.leastPrivilege],
  examples: {
    bad: examplePod({
      metadata: 'labels:\n  sidecar.istio.io/inject: "true"',
      container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 1337 # error',
    }),
    good: examplePod({
      metadata: 'labels:\n  sidecar.istio.io/inject: "true"',
      container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 65532',
    }),
  },

  *container(container, pod, { namespaceOf }) {
    const user = effectiveRunAsUser(pod, container);
    const mesh = INJECTORS.find(({ proxyUser }) => proxyUser !== undefined && proxyUser === user);
    if (!mesh || container.known || container.name === mesh.adds) return;
    const isOn = injectionsOf(pod, namespaceOf(pod.resource)).some(({ injector, isOn }) => injector === mesh && isOn);
    if (!isOn && !isInjectedAlready(pod, mesh)) return;
    const own = container.value.at('securityContext', 'runAsUser');
    const at = own.exists ? own : pod.spec.at('securityContext', 'runAsUser');
    yield {
      at,
      message: `"${container.label}" runs as user ${user}, which is ${mesh.name}'s proxy: its traffic goes past the mesh. Run it as another user.`,
      fixes: [
        {
          title: `Remove runAsUser: ${user} (the image's user runs it)`,
          isPreferred: false,
          change: () => removeEntry(pod.resource.document, at),
        },
      ],
    };
  },
};
