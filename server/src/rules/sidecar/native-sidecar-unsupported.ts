import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { NATIVE_SIDECARS_SINCE } from './make-native';

/** The 1.x release that has native sidecars behind a feature gate that is off (KEP-753, alpha). */
const ALPHA = 28;

export const nativeSidecarUnsupported: Rule = {
  id: 'native-sidecar-unsupported',
  category: 'sidecar',
  severity: 'error',
  title: 'A native sidecar on a Kubernetes that has none',
  why: 'A Kubernetes that does not know native sidecars drops `restartPolicy` from the init container: it then runs for ever before the app, which never starts.',
  fix: `Use it from Kubernetes 1.${NATIVE_SIDECARS_SINCE} on; before, put the container into \`containers\`.`,
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: sidecarPod({ sidecar: 'restartPolicy: Always # error before Kubernetes 1.28', isNative: true }),
    good: sidecarPod({}),
  },

  *container(container, _, { kubernetesMinor }) {
    if (container.role !== 'native-sidecar' || kubernetesMinor >= NATIVE_SIDECARS_SINCE) return;
    const isAlpha = kubernetesMinor === ALPHA;
    yield {
      at: container.value.get('restartPolicy'),
      severity: isAlpha ? 'warning' : 'error',
      message: `Kubernetes 1.${kubernetesMinor} ${
        isAlpha ? 'knows native sidecars only with the feature gate SidecarContainers' : 'knows no native sidecars'
      }: there "${container.label}" is an init container that never ends, and the app never starts. Put it into \`containers\`, or use Kubernetes 1.${NATIVE_SIDECARS_SINCE}.`,
    };
  },
};
