import { appsOf } from '../../pod/pod';
import { sidecarPod } from '../example';
import { links } from '../links';
import { RESTART_RULES_SINCE } from '../refused/container-restart-policy';
import type { Rule } from '../rule';
import { makeNative, NATIVE_SIDECARS_SINCE } from './make-native';

/** The first 1.x release in which the API server knows the field (KEP-753, alpha). */
const FIELD_SINCE = 28;
/** The first 1.x release that drops what needs container restart rules (KEP-5307, alpha). */
const RULES_ARE_ALPHA_SINCE = 34;

export const misplacedRestartPolicy: Rule = {
  id: 'misplaced-restart-policy',
  category: 'sidecar',
  severity: 'warning',
  severities: 'It is an error where the API server refuses the value.',
  title: 'A container with a `restartPolicy` that does not work as expected',
  why: `\`restartPolicy: Always\` makes a native sidecar only in \`initContainers\`. In \`containers\`, it restarts the container without making it a native sidecar: a Job still waits for it. Before Kubernetes 1.${RESTART_RULES_SINCE}, \`Always\` in \`initContainers\` is all that a container can have: 1.${RULES_ARE_ALPHA_SINCE} drops each other value without a word, and versions before refuse it.`,
  fix: 'Move the container to `initContainers`, or remove the field.',
  references: [links.nativeSidecars, links.containerRestartRules],
  examples: {
    bad: sidecarPod({ sidecar: 'restartPolicy: Always # warning: no sidecar here' }),
    good: sidecarPod({ sidecar: 'restartPolicy: Always', isNative: true }),
  },

  fields: ['restartPolicy'],
  *container(container, pod, { kubernetesMinor }) {
    const policy = container.value.get('restartPolicy');
    if (policy.string === undefined || pod.isAssembled || container.list === 'ephemeralContainers') return;
    const isAlways = policy.string === 'Always';
    const isInit = container.list === 'initContainers';
    if (isInit && isAlways) return;
    const fate = fateOf(isInit, kubernetesMinor);
    // Restart rules need a policy beside them.
    if (fate === 'kept' && (!isAlways || container.value.get('restartPolicyRules').items.length > 0)) return;
    const words = `\`restartPolicy: ${policy.string}\``;
    const others = appsOf(pod).filter((app) => app !== container);
    const canMove = !isInit && isAlways && others.length > 0;
    const toDo = isInit
      ? 'Use `Always` for a native sidecar, or remove the field.'
      : canMove
        ? 'Move the container to `initContainers`, or remove the field.'
        : 'Remove the field.';
    yield {
      at: policy,
      ...(fate === 'refused' && { severity: 'error' as const }),
      message: `${
        fate === 'kept'
          ? `Not a native sidecar: "${container.label}" has ${words}, but is in \`containers\``
          : fate === 'dropped'
            ? `No effect: Kubernetes 1.${kubernetesMinor} drops ${words} of "${container.label}"`
            : `The API server of Kubernetes 1.${kubernetesMinor} refuses this pod: "${container.label}" cannot have ${words} in \`${container.list}\``
      }. ${toDo}`,
      ...(canMove &&
        kubernetesMinor >= NATIVE_SIDECARS_SINCE && {
          fixes: [
            makeNative(pod, container, `Move "${container.label}" to initContainers (it starts before the app)`, false),
          ],
        }),
    };
  },
};

/** What the API server makes of a policy that is no native sidecar's, unless feature gates are set. */
function fateOf(isInit: boolean, minor: number): 'kept' | 'dropped' | 'refused' {
  if (minor >= RESTART_RULES_SINCE) return 'kept';
  const knownSince = isInit ? NATIVE_SIDECARS_SINCE : FIELD_SINCE;
  return minor >= knownSince && minor < RULES_ARE_ALPHA_SINCE ? 'refused' : 'dropped';
}
