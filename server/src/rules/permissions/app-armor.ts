import { examplePod } from '../example';
import { controlRule, write } from './control';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

export const appArmor = controlRule({
  id: 'app-armor',
  level: 'baseline',
  control: 'AppArmor',
  title: 'A container without AppArmor confinement',
  why: "The runtime's AppArmor profile keeps a container from mounting, from writing to /proc and /sys, and from other ways out. `Unconfined` takes it off.",
  fix: 'Use `RuntimeDefault`, or a profile of your own (`Localhost`).',
  advice: 'Use RuntimeDefault.',
  peers: { Trivy: ['KSV-0002'], Kyverno: ['restrict-apparmor-profiles'] },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  appArmorProfile:\n    type: Unconfined # warning' }),
    good: examplePod({ container: 'securityContext:\n  appArmorProfile:\n    type: RuntimeDefault' }),
  },
  *violations(pod) {
    const title = 'Use the RuntimeDefault profile (it may deny what the program does today)';
    const ofPod = pod.spec.at('securityContext', 'appArmorProfile', 'type');
    if (isForbidden(ofPod.string)) {
      yield {
        at: ofPod,
        what: `The pod's AppArmor profile is ${ofPod.string}`,
        fixes: [write(pod, ofPod, 'RuntimeDefault', title)],
      };
    }
    for (const container of pod.containers) {
      const at = container.value.at('securityContext', 'appArmorProfile', 'type');
      if (!isForbidden(at.string)) continue;
      const what = `The AppArmor profile of "${container.label}" is ${at.string}`;
      yield { at, container, what, fixes: [write(pod, at, 'RuntimeDefault', title)] };
    }
    const annotation = pod.metadata.get('annotations').entries.find(({ key, value }) => {
      return key.startsWith(ANNOTATION) && !/^(?:|runtime\/default|localhost\/.*)$/.test(value.string ?? '');
    });
    if (annotation) {
      const what = `The AppArmor profile of "${annotation.key.slice(ANNOTATION.length)}" is ${annotation.value.label}`;
      yield { at: annotation.value, what, fixes: [write(pod, annotation.value, 'runtime/default', title)] };
    }
  },
});

function isForbidden(type: string | undefined): boolean {
  return type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
}
