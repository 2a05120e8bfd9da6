import type { YamlValue } from '../../manifest/value';
import { APP_ARMOR_PREFIX, appArmorAnnotation } from '../../pod/profile-annotations';
import { examplePod } from '../example';
import { containerSubject, podSubject } from '../subject';
import { controlRule } from './control';
import { useAppArmorDefault, useAppArmorDefaultForPod } from './runtime-default';

export const appArmor = controlRule({
  id: 'app-armor',
  level: 'baseline',
  control: 'AppArmor',
  title: 'A container without AppArmor confinement',
  why: 'The AppArmor profile of the container runtime stops a container from mounting file systems and from writing to `/proc` and `/sys`. `Unconfined` turns this protection off.',
  fix: 'Use `RuntimeDefault`, or a profile of your own with `Localhost`. An old AppArmor annotation must have the same profile, or the API server refuses the pod.',
  advice: 'Use `RuntimeDefault`.',
  peers: { Trivy: ['KSV-0002'], Kyverno: ['restrict-apparmor-profiles'] },
  examples: {
    bad: examplePod({ container: 'securityContext:\n  appArmorProfile:\n    type: Unconfined # warning' }),
    good: examplePod({ container: 'securityContext:\n  appArmorProfile:\n    type: RuntimeDefault' }),
  },
  fields: ['appArmorProfile', 'annotations'],
  *violations(pod) {
    const ofPod = pod.spec.at('securityContext', 'appArmorProfile', 'type');
    if (isForbidden(ofPod.string)) {
      const what = whatOf(podSubject(pod), ofPod.string);
      yield { at: ofPod, what, fixes: [useAppArmorDefaultForPod(pod, ofPod)] };
    }
    for (const container of pod.containers) {
      const own = container.value.at('securityContext', 'appArmorProfile', 'type');
      const annotation = appArmorAnnotation(pod, container);
      const at = isForbidden(own.string) ? own : annotation;
      if (at === annotation && !isForbiddenInAnnotation(annotation)) continue;
      // An annotation must say the same as the field that counts for its container.
      const isOfPod = !own.isSet && isForbidden(ofPod.string);
      yield {
        at,
        container,
        what: whatOf(containerSubject(container), at.label ?? ''),
        fixes: [isOfPod ? useAppArmorDefaultForPod(pod, ofPod) : useAppArmorDefault(pod, own, container)],
      };
    }
    const names = new Set(pod.containers.map(({ name }) => name));
    for (const { key, value } of pod.metadata.get('annotations').entries) {
      if (!key.startsWith(APP_ARMOR_PREFIX) || !isForbiddenInAnnotation(value)) continue;
      const name = key.slice(APP_ARMOR_PREFIX.length);
      if (!names.has(name)) yield { at: value, entry: value, what: whatOf(`container "${name}"`, value.label ?? '') };
    }
  },
});

function whatOf(subject: string, profile: string): string {
  return `No AppArmor confinement: ${subject} uses the profile \`${profile}\``;
}

function isForbiddenInAnnotation({ exists, string }: YamlValue): boolean {
  return exists && !/^(?:|runtime\/default|localhost\/.*)$/.test(string ?? '');
}

function isForbidden(type: string | undefined): type is string {
  return type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost';
}
