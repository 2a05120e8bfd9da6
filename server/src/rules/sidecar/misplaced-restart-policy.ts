import { appsOf } from '../../pod/pod';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { makeNative, NATIVE_SIDECARS_SINCE } from './make-native';

/** The first 1.x release that knows container restart rules (KEP-5307, alpha): other values become legal behind a gate. */
const RESTART_RULES_SINCE = 34;

export const misplacedRestartPolicy: Rule = {
  id: 'misplaced-restart-policy',
  category: 'sidecar',
  severity: 'warning',
  title: "A container's `restartPolicy` does not do what it seems to",
  why: '`restartPolicy: Always` makes a native sidecar only of an entry in `initContainers`. Under `containers` it is refused or, where container restart rules are on, restarts the container without making it a sidecar: a Job still waits for it. Other values on an init container are refused by API servers without those rules.',
  fix: 'Move the container to `initContainers`, or remove the field.',
  references: [links.nativeSidecars, links.containerRestartRules],
  examples: {
    bad: sidecarPod({ sidecar: 'restartPolicy: Always # warning: no sidecar here' }),
    good: sidecarPod({ sidecar: 'restartPolicy: Always', isNative: true }),
  },

  *container(container, pod, { kubernetesMinor }) {
    const policy = container.value.get('restartPolicy');
    if (policy.string === undefined || pod.isAssembled) return;
    if (container.list === 'containers' && policy.string === 'Always') {
      const isOnly = !appsOf(pod).some((app) => app !== container);
      yield {
        at: policy,
        message: `\`restartPolicy: Always\` under \`containers\` does not make "${container.label}" a sidecar. ${
          isOnly ? 'Remove it.' : 'Move the container to `initContainers`, or remove the field.'
        }`,
        ...(!isOnly &&
          kubernetesMinor >= NATIVE_SIDECARS_SINCE && {
            fixes: [
              makeNative(
                pod,
                container,
                `Move "${container.label}" to initContainers (it will start before the app)`,
                false,
              ),
            ],
          }),
      };
    } else if (
      container.list === 'initContainers' &&
      policy.string !== 'Always' &&
      kubernetesMinor < RESTART_RULES_SINCE
    ) {
      yield {
        at: policy,
        message: `\`restartPolicy: ${policy.string}\` is not allowed on the init container "${container.label}": before Kubernetes 1.${RESTART_RULES_SINCE} the API server accepts only \`Always\`, which makes it a native sidecar.`,
      };
    }
  },
};
