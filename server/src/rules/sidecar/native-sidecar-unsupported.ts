import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { NATIVE_SIDECARS_SINCE } from './make-native';

/** The 1.x release in which native sidecars need a feature gate (KEP-753, alpha). */
const ALPHA = 28;

export const nativeSidecarUnsupported: Rule = {
  id: 'native-sidecar-unsupported',
  category: 'sidecar',
  severity: 'error',
  title: 'A native sidecar on a Kubernetes version that does not support it',
  why: 'A Kubernetes version without native sidecars ignores `restartPolicy` on the init container. The container then never ends, and the app never starts.',
  fix: `Use Kubernetes 1.${NATIVE_SIDECARS_SINCE} or newer, or move the container to \`containers\`.`,
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: sidecarPod({ sidecar: 'restartPolicy: Always # error: unknown before Kubernetes 1.28', isNative: true }),
    good: sidecarPod({}),
  },

  fields: ['restartPolicy'],
  *container(container, _, { kubernetesMinor }) {
    if (container.role !== 'native-sidecar' || kubernetesMinor >= NATIVE_SIDECARS_SINCE) return;
    const isAlpha = kubernetesMinor === ALPHA;
    yield {
      at: container.value.get('restartPolicy'),
      severity: isAlpha ? 'warning' : 'error',
      message: `The app ${isAlpha ? 'may never start' : 'never starts'}: "${container.label}" is a native sidecar, which Kubernetes 1.${kubernetesMinor} ${
        isAlpha ? 'supports only with the feature gate `SidecarContainers`' : 'does not support'
      }. Move it to \`containers\`, or use Kubernetes 1.${NATIVE_SIDECARS_SINCE} or newer.`,
    };
  },
};
