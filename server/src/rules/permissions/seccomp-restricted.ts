import { restrictedPod } from '../example';
import { containerSubject, podSubject } from '../subject';
import { controlRule, isSparedAsWindows, writeValue } from './control';

export const seccompRestricted = controlRule({
  id: 'seccomp-restricted',
  level: 'restricted',
  control: 'Seccomp',
  since: 19,
  title: 'A container without a seccomp profile',
  why: 'In most clusters, a container without a seccomp profile can use every system call of the kernel. Most attacks on the node need system calls that a profile denies.',
  fix: 'Set `seccompProfile.type: RuntimeDefault` for the pod.',
  advice: 'Set `seccompProfile.type: RuntimeDefault`.',
  peers: { Checkov: ['CKV_K8S_31'], Trivy: ['KSV-0030'], Kubescape: ['C-0210'], Kyverno: ['restrict-seccomp-strict'] },
  examples: {
    bad: restrictedPod({ pod: 'runAsNonRoot: true', mark: 'error: no seccompProfile' }),
    good: restrictedPod({}),
  },
  *violations(pod, minor) {
    if (isSparedAsWindows(pod, minor)) return;
    const title = 'Use the RuntimeDefault profile (it can deny system calls that the program needs)';
    const ofPod = pod.spec.at('securityContext', 'seccompProfile', 'type');
    if (ofPod.exists && !isConfined(ofPod.string)) {
      const what = whatOf(podSubject(pod), ofPod.label);
      yield { at: ofPod, what, fixes: [writeValue(pod, ofPod, 'RuntimeDefault', title)] };
    }
    for (const container of pod.containers) {
      const own = container.value.at('securityContext', 'seccompProfile', 'type');
      if (own.exists && !isConfined(own.string)) {
        const what = whatOf(containerSubject(container), own.label);
        yield { at: own, container, what, fixes: [writeValue(pod, own, 'RuntimeDefault', title)] };
      } else if (!own.exists && !ofPod.exists) {
        const forPod = 'Set the RuntimeDefault profile for the pod (it can deny system calls that a program needs)';
        yield {
          at: container.nameValue,
          container,
          isAbsence: true,
          what: `No seccomp filter: ${containerSubject(container)} has no seccomp profile`,
          fixes: [writeValue(pod, ofPod, 'RuntimeDefault', forPod)],
        };
      }
    }
  },
});

/** @param profile none for an empty value, a map or a list */
function whatOf(subject: string, profile: string | undefined): string {
  return `No seccomp filter: ${subject} uses ${profile === undefined ? 'no valid profile' : `the profile \`${profile}\``}`;
}

function isConfined(type: string | undefined): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}
