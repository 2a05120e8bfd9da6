import { restrictedPod } from '../example';
import { controlRule, isSparedAsWindows, write } from './control';

export const seccompRestricted = controlRule({
  id: 'seccomp-restricted',
  level: 'restricted',
  control: 'Seccomp',
  since: 19,
  title: 'A container without a seccomp profile',
  why: 'Without a profile, most clusters run a container with every system call of the kernel allowed, those included that most ways out of a container need.',
  fix: 'Set `seccompProfile.type: RuntimeDefault` for the pod.',
  advice: 'Set RuntimeDefault for the pod.',
  peers: { Checkov: ['CKV_K8S_31'], Trivy: ['KSV-0030'], Kubescape: ['C-0210'], Kyverno: ['restrict-seccomp-strict'] },
  examples: {
    bad: restrictedPod({ pod: 'runAsNonRoot: true # error: no seccompProfile' }),
    good: restrictedPod({}),
  },
  *violations(pod, minor) {
    if (isSparedAsWindows(pod, minor)) return;
    const title = 'Use the RuntimeDefault profile (it may deny what the program does today)';
    const ofPod = pod.spec.at('securityContext', 'seccompProfile', 'type');
    if (ofPod.exists && !isConfined(ofPod.string)) {
      const what = `The pod's seccomp profile is ${ofPod.label}`;
      yield { at: ofPod, what, fixes: [write(pod, ofPod, 'RuntimeDefault', title)] };
    }
    for (const container of pod.containers) {
      const own = container.value.at('securityContext', 'seccompProfile', 'type');
      if (own.exists && !isConfined(own.string)) {
        const what = `The seccomp profile of "${container.label}" is ${own.label}`;
        yield { at: own, container, what, fixes: [write(pod, own, 'RuntimeDefault', title)] };
      } else if (!own.exists && !ofPod.exists) {
        const forPod = 'Set the RuntimeDefault profile for the pod (it may deny what a program does today)';
        yield {
          at: container.nameValue,
          container,
          isAbsence: true,
          what: `"${container.label}" has no seccomp profile`,
          fixes: [write(pod, ofPod, 'RuntimeDefault', forPod)],
        };
      }
    }
  },
});

function isConfined(type: string | undefined): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}
