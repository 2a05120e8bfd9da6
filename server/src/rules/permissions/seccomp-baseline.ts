import { examplePod } from '../example';
import { containerSubject, podSubject } from '../subject';
import { controlRule } from './control';
import { useSeccompDefault } from './runtime-default';

/** Until 1.18, profiles were annotations. */
const FIELDS_SINCE = 19;
const ANNOTATION =
  /^(?:seccomp\.security\.alpha\.kubernetes\.io\/pod|container\.seccomp\.security\.alpha\.kubernetes\.io\/.*)$/;

export const seccompBaseline = controlRule({
  id: 'seccomp-baseline',
  level: 'baseline',
  control: 'Seccomp',
  title: 'A container that turns off its seccomp filter',
  why: 'The seccomp profile of the container runtime denies the system calls that most attacks on the node need. `Unconfined` allows all system calls.',
  fix: 'Use `RuntimeDefault`, or a profile of your own with `Localhost`. An old seccomp annotation must have the same profile, or the API server refuses the pod.',
  advice: 'Use `RuntimeDefault`.',
  peers: { Trivy: ['KSV-0104'], Kyverno: ['restrict-seccomp'] },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  seccompProfile:\n    type: Unconfined # warning' }),
    good: examplePod({ container: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault' }),
  },
  fields: ['seccompProfile', 'annotations'],
  *violations(pod, minor) {
    if (minor < FIELDS_SINCE) {
      const annotation = pod.metadata.get('annotations').entries.find(({ key, value }) => {
        return ANNOTATION.test(key) && !/^(?:runtime\/default|docker\/default|localhost\/.*)$/.test(value.string ?? '');
      });
      if (annotation) yield { at: annotation.value, what: whatOf(podSubject(pod), annotation.value.label ?? '') };
      return;
    }
    const ofPod = pod.spec.at('securityContext', 'seccompProfile', 'type');
    if (isForbidden(ofPod.string)) {
      yield {
        at: ofPod,
        what: whatOf(podSubject(pod), ofPod.string),
        fixes: [useSeccompDefault(pod, ofPod)],
      };
    }
    for (const container of pod.containers) {
      const at = container.value.at('securityContext', 'seccompProfile', 'type');
      if (!isForbidden(at.string)) continue;
      const what = whatOf(containerSubject(container), at.string);
      yield { at, container, what, fixes: [useSeccompDefault(pod, at, container)] };
    }
  },
});

function whatOf(subject: string, profile: string): string {
  return `No seccomp filter: ${subject} uses the profile \`${profile}\`, so all system calls are allowed`;
}

function isForbidden(type: string | undefined): type is string {
  return type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
}
