import { removeEntry } from '../../fixes/remove-entry';
import { effectiveRunAsNonRoot, effectiveRunAsUser } from '../../pod/privilege';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { standardsFor } from './pod-security';

export const uidConflict: Rule = {
  id: 'uid-conflict',
  category: 'permissions',
  severity: 'error',
  title: 'A container that must not be root is told to run as root',
  why: 'The kubelet refuses to start a container whose `runAsNonRoot` is true and whose `runAsUser` is 0: the pod waits in CreateContainerConfigError for ever.',
  fix: 'Name another user, or remove `runAsUser`, so that the user of the image runs it.',
  references: [links.securityContext, links.leastPrivilege],
  peers: { 'kube-linter': ['run-as-non-root'] },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 0 # error' }),
    good: examplePod({ container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 65532' }),
  },

  *container(container, pod, { podSecurity, kubernetesMinor }) {
    // Where the restricted level holds, run-as-user says it.
    if (standardsFor(podSecurity(pod), 'restricted', kubernetesMinor).length > 0) return;
    if (effectiveRunAsNonRoot(pod, container) !== true || effectiveRunAsUser(pod, container) !== 0) return;
    const own = container.value.at('securityContext', 'runAsUser');
    const at = own.exists ? own : pod.spec.at('securityContext', 'runAsUser');
    yield {
      at,
      message: `"${container.label}" must not run as root (\`runAsNonRoot: true\`) but is told to (\`runAsUser: 0\`), so the kubelet never starts it. Name another user.`,
      fixes: [
        {
          title: "Remove runAsUser: 0 (the image's user runs it)",
          isPreferred: false,
          change: () => removeEntry(pod.resource.document, at),
        },
      ],
    };
  },
};
