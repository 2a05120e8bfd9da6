import { sidecarPod } from '../example';
import { anyOf } from '../in-words';
import { links } from '../links';
import { containerSubject } from '../subject';
import { literal, refusedRule } from './refused-rule';
import { spellingFix } from './spelling';

/** The first Kubernetes 1.x release in which each container can have any of them, and rules (KEP-5307, beta). */
export const RESTART_RULES_SINCE = 35;

const POLICIES = ['Always', 'OnFailure', 'Never'];

export const containerRestartPolicy = refusedRule({
  id: 'container-restart-policy',
  title: 'A container with an unknown `restartPolicy`',
  why: 'The API server accepts only `Always`, `OnFailure` and `Never`, in exactly this spelling. An init container with `restartPolicy: always` is meant to be a native sidecar, but the pod is refused.',
  fix: 'Write one of the three values, or remove the field.',
  references: [links.containerRestartRules, links.nativeSidecars],
  examples: {
    bad: sidecarPod({ sidecar: 'restartPolicy: always # error', isNative: true }),
    good: sidecarPod({ sidecar: 'restartPolicy: Always', isNative: true }),
  },

  fields: ['restartPolicy'],
  *find(pod, { kubernetesMinor }) {
    // Older versions refuse or drop correct values, too: misplaced-restart-policy.
    if (kubernetesMinor < RESTART_RULES_SINCE) return;
    for (const container of pod.containers) {
      const field = container.value.get('restartPolicy');
      const policy = literal(field);
      if (policy === undefined || POLICIES.includes(policy) || container.role === 'ephemeral') continue;
      yield {
        field,
        container,
        because: `${containerSubject(container)} has \`restartPolicy: ${policy || '""'}\``,
        toDo: `Write ${anyOf(POLICIES)}, or remove the field`,
        fixes: spellingFix(pod, field, POLICIES),
      };
    }
  },
});
