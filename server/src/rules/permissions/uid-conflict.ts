import { removeEntry } from '../../fixes/remove-entry';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { effectiveRunAsNonRoot, effectiveRunAsUser } from '../../pod/privilege';
import { isForWindows } from '../../pod/windows';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { containerSubject } from '../subject';
import { standardsFor } from './pod-security';

export const uidConflict: Rule = {
  id: 'uid-conflict',
  category: 'permissions',
  severity: 'error',
  title: 'A container that forbids root but runs as root',
  why: 'The kubelet does not start a container with `runAsNonRoot: true` and `runAsUser: 0`. The pod stays in the state `CreateContainerConfigError`.',
  fix: 'Set another user, or remove `runAsUser`: the container then runs as the user of its image.',
  references: [links.securityContext, links.leastPrivilege],
  peers: { 'kube-linter': ['run-as-non-root'] },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 0 # error' }),
    good: examplePod({ container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 65532' }),
  },

  fields: ['runAsUser', 'runAsUserName'],
  *container(container, pod, { podSecurity, kubernetesMinor }) {
    if (effectiveRunAsNonRoot(pod, container) !== true) return;
    const administrator = administratorOf(pod, container);
    if (administrator) {
      yield {
        at: administrator,
        message: `Never starts: ${containerSubject(container)} has both \`runAsNonRoot: true\` and the user ContainerAdministrator, which is root to the kubelet. Set another user.`,
      };
      return;
    }
    // Where the restricted level applies, run-as-user reports it.
    if (standardsFor(podSecurity(pod), 'restricted', kubernetesMinor).length > 0) return;
    // The kubelet of a Windows node does not read `runAsUser`.
    if (effectiveRunAsUser(pod, container) !== 0 || isForWindows(pod)) return;
    const own = container.value.at('securityContext', 'runAsUser');
    const at = own.isSet ? own : pod.spec.at('securityContext', 'runAsUser');
    yield {
      at,
      message: `Never starts: ${containerSubject(container)} has both \`runAsNonRoot: true\` and \`runAsUser: 0\`. Set another user.`,
      fixes: [
        {
          title: 'Remove runAsUser: 0 (the container runs as the user of its image)',
          isPreferred: false,
          change: () => removeEntry(pod.resource.document, at),
        },
      ],
    };
  },
};

/** The user name of a Windows container that the kubelet takes for root (kubelet, `verifyRunAsNonRoot` for Windows). */
function administratorOf(pod: Pod, container: Container): YamlValue | undefined {
  const [own, ofPod] = [container.value, pod.spec].map((owner) => {
    return owner.at('securityContext', 'windowsOptions', 'runAsUserName');
  });
  const name = own?.isSet ? own : ofPod;
  return /^containeradministrator$/i.test(name?.string ?? '') ? name : undefined;
}
