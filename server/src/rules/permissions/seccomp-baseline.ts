import { examplePod } from '../example';
import { controlRule, write } from './control';

/** Until 1.18, profiles were annotations. */
const FIELDS_SINCE = 19;
const ANNOTATION =
  /^(?:seccomp\.security\.alpha\.kubernetes\.io\/pod|container\.seccomp\.security\.alpha\.kubernetes\.io\/.*)$/;

export const seccompBaseline = controlRule({
  id: 'seccomp-baseline',
  level: 'baseline',
  control: 'Seccomp',
  title: 'A container without a seccomp filter, on purpose',
  why: "The runtime's seccomp profile denies the system calls that most ways out of a container need. `Unconfined` allows them all.",
  fix: 'Use `RuntimeDefault`, or a profile of your own (`Localhost`).',
  advice: 'Use RuntimeDefault.',
  peers: { Trivy: ['KSV-0104'], Kyverno: ['restrict-seccomp'] },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  seccompProfile:\n    type: Unconfined # warning' }),
    good: examplePod({ container: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault' }),
  },
  *violations(pod, minor) {
    const title = 'Use the RuntimeDefault profile (it may deny what the program does today)';
    if (minor < FIELDS_SINCE) {
      const annotation = pod.metadata.get('annotations').entries.find(({ key, value }) => {
        return ANNOTATION.test(key) && !/^(?:runtime\/default|docker\/default|localhost\/.*)$/.test(value.string ?? '');
      });
      if (annotation)
        yield { at: annotation.value, what: `The seccomp profile is ${annotation.value.label ?? 'empty'}` };
      return;
    }
    const ofPod = pod.spec.at('securityContext', 'seccompProfile', 'type');
    if (isForbidden(ofPod.string)) {
      yield {
        at: ofPod,
        what: `The pod's seccomp profile is ${ofPod.string}`,
        fixes: [write(pod, ofPod, 'RuntimeDefault', title)],
      };
    }
    for (const container of pod.containers) {
      const at = container.value.at('securityContext', 'seccompProfile', 'type');
      if (!isForbidden(at.string)) continue;
      const what = `The seccomp profile of "${container.label}" is ${at.string}`;
      yield { at, container, what, fixes: [write(pod, at, 'RuntimeDefault', title)] };
    }
  },
});

function isForbidden(type: string | undefined): boolean {
  return type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
}
