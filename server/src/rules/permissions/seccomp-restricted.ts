import type { YamlValue } from '../../manifest/value';
import { restrictedPod } from '../example';
import { containerSubject, podSubject } from '../subject';
import { controlRule } from './control';
import { useSeccompDefault } from './runtime-default';

export const seccompRestricted = controlRule({
  id: 'seccomp-restricted',
  level: 'restricted',
  control: 'Seccomp',
  since: 19,
  isForLinux: true,
  title: 'A container without a seccomp profile',
  why: 'In most clusters, a container without a seccomp profile can use every system call of the kernel. Most attacks on the node need system calls that a profile denies.',
  fix: 'Set `seccompProfile.type: RuntimeDefault` for the pod. An old seccomp annotation must have the same profile, or the API server refuses the pod.',
  advice: 'Set `seccompProfile.type: RuntimeDefault`.',
  peers: { Checkov: ['CKV_K8S_31'], Trivy: ['KSV-0030'], Kubescape: ['C-0210'], Kyverno: ['restrict-seccomp-strict'] },
  examples: {
    bad: restrictedPod({ pod: 'runAsNonRoot: true', mark: 'error: no seccompProfile' }),
    good: restrictedPod({}),
  },
  // A profile that is named and forbidden is a finding of `seccomp-baseline`, at this level, too.
  *violations(pod) {
    const ofPod = pod.spec.at('securityContext', 'seccompProfile', 'type');
    if (isEmpty(ofPod)) {
      yield { at: ofPod, what: whatOf(podSubject(pod)), fixes: [useSeccompDefault(pod, ofPod)] };
    }
    for (const container of pod.containers) {
      const own = container.value.at('securityContext', 'seccompProfile', 'type');
      if (isEmpty(own)) {
        const what = whatOf(containerSubject(container));
        yield { at: own, container, what, fixes: [useSeccompDefault(pod, own, container)] };
      } else if (!own.exists && !ofPod.exists) {
        yield {
          at: container.nameValue,
          container,
          isAbsence: true,
          what: `No seccomp filter: ${containerSubject(container)} has no seccomp profile`,
          fixes: [useSeccompDefault(pod, ofPod)],
        };
      }
    }
  },
});

function whatOf(subject: string): string {
  return `No seccomp filter: ${subject} uses no valid profile`;
}

/** Null, a map or a list. */
function isEmpty(type: YamlValue): boolean {
  return type.exists && type.string === undefined;
}
