import { examplePod } from '../example';
import { containerSubject, podSubject } from '../subject';
import { controlRule, writeValue } from './control';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

export const appArmor = controlRule({
  id: 'app-armor',
  level: 'baseline',
  control: 'AppArmor',
  title: 'A container without AppArmor confinement',
  why: 'The AppArmor profile of the container runtime stops a container from mounting file systems and from writing to `/proc` and `/sys`. `Unconfined` turns this protection off.',
  fix: 'Use `RuntimeDefault`, or a profile of your own with `Localhost`.',
  advice: 'Use `RuntimeDefault`.',
  peers: { Trivy: ['KSV-0002'], Kyverno: ['restrict-apparmor-profiles'] },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  appArmorProfile:\n    type: Unconfined # warning' }),
    good: examplePod({ container: 'securityContext:\n  appArmorProfile:\n    type: RuntimeDefault' }),
  },
  fields: ['appArmorProfile', 'annotations'],
  *violations(pod) {
    const title = 'Use the RuntimeDefault profile (it can deny actions that the program needs)';
    const ofPod = pod.spec.at('securityContext', 'appArmorProfile', 'type');
    if (isForbidden(ofPod.string)) {
      yield {
        at: ofPod,
        what: `No AppArmor confinement: ${podSubject(pod)} uses the profile \`${ofPod.string}\``,
        fixes: [writeValue(pod, ofPod, 'RuntimeDefault', title)],
      };
    }
    for (const container of pod.containers) {
      const at = container.value.at('securityContext', 'appArmorProfile', 'type');
      if (!isForbidden(at.string)) continue;
      const what = `No AppArmor confinement: ${containerSubject(container)} uses the profile \`${at.string}\``;
      yield { at, container, what, fixes: [writeValue(pod, at, 'RuntimeDefault', title)] };
    }
    const annotation = pod.metadata.get('annotations').entries.find(({ key, value }) => {
      return key.startsWith(ANNOTATION) && !/^(?:|runtime\/default|localhost\/.*)$/.test(value.string ?? '');
    });
    if (annotation) {
      const what = `No AppArmor confinement: container "${annotation.key.slice(ANNOTATION.length)}" uses the profile \`${annotation.value.label ?? ''}\``;
      yield { at: annotation.value, what, fixes: [writeValue(pod, annotation.value, 'runtime/default', title)] };
    }
  },
});

function isForbidden(type: string | undefined): boolean {
  return type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
}
