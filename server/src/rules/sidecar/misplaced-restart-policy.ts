import { appsOf } from '../../pod/pod';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { makeNative, NATIVE_SIDECARS_SINCE } from './make-native';

/** The first 1.x release with container restart rules (KEP-5307, alpha): with a feature gate, other values are valid. */
const RESTART_RULES_SINCE = 34;

export const misplacedRestartPolicy: Rule = {
  id: 'misplaced-restart-policy',
  category: 'sidecar',
  severity: 'warning',
  title: 'A container with a `restartPolicy` that does not work as expected',
  why: '`restartPolicy: Always` makes a native sidecar only in `initContainers`. In `containers`, the API server refuses it, or, if container restart rules are enabled, restarts the container without making it a native sidecar: a Job still waits for it. Without these rules, the API server also refuses other values on an init container.',
  fix: 'Move the container to `initContainers`, or remove the field.',
  references: [links.nativeSidecars, links.containerRestartRules],
  examples: {
    bad: sidecarPod({ sidecar: 'restartPolicy: Always # warning: no sidecar here' }),
    good: sidecarPod({ sidecar: 'restartPolicy: Always', isNative: true }),
  },

  fields: ['restartPolicy'],
  *container(container, pod, { kubernetesMinor }) {
    const policy = container.value.get('restartPolicy');
    if (policy.string === undefined || pod.isAssembled) return;
    if (container.list === 'containers' && policy.string === 'Always') {
      const isOnly = !appsOf(pod).some((app) => app !== container);
      yield {
        at: policy,
        message: `Not a native sidecar: "${container.label}" has \`restartPolicy: Always\`, but is in \`containers\`. ${
          isOnly ? 'Remove the field.' : 'Move the container to `initContainers`, or remove the field.'
        }`,
        ...(!isOnly &&
          kubernetesMinor >= NATIVE_SIDECARS_SINCE && {
            fixes: [
              makeNative(
                pod,
                container,
                `Move "${container.label}" to initContainers (it starts before the app)`,
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
        message: `The API server refuses this pod: before Kubernetes 1.${RESTART_RULES_SINCE}, the init container "${container.label}" cannot have \`restartPolicy: ${policy.string}\`. Use \`Always\` for a native sidecar, or remove the field.`,
      };
    }
  },
};
