import { removeEntry } from '../../fixes/remove-entry';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { own } from '../../text/own';
import { examplePod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { APP_ARMOR, againstAppArmorName, LOCALHOST_PREFIX, type ProfileKind, SECCOMP } from './profile-kinds';
import { literal, type Refusal, refusedRule } from './refused-rule';
import { isWritten } from './written';

const VALUES: Readonly<Record<string, readonly string[]>> = {
  Unconfined: ['unconfined'],
  RuntimeDefault: ['runtime/default'],
};
/** An older name, for seccomp only. */
const DOCKER_DEFAULT = 'docker/default';

export const profileAnnotationConflict = refusedRule({
  id: 'profile-annotation-conflict',
  title: 'A seccomp or AppArmor profile that an annotation contradicts',
  why: 'Profiles were annotations before they became fields. Where a container has both, the API server refuses the pod unless they say the same.',
  fix: 'Remove the annotation. The field is what counts.',
  references: [links.seccomp, links.appArmor],
  examples: {
    bad: examplePod({
      metadata: 'annotations:\n  team: shop\n  container.apparmor.security.beta.kubernetes.io/web: localhost/web',
      container: 'securityContext:\n  appArmorProfile:\n    type: RuntimeDefault # error',
    }),
    good: examplePod({
      metadata: 'annotations:\n  team: shop\n  container.apparmor.security.beta.kubernetes.io/web: runtime/default',
      container: 'securityContext:\n  appArmorProfile:\n    type: RuntimeDefault',
    }),
  },

  fields: ['annotations'],
  *find(pod, { kubernetesMinor }) {
    const annotations = pod.metadata.get('annotations');
    if (!annotations.isMap || kubernetesMinor < SECCOMP.since) return;
    const ofPod = pod.spec.get('securityContext');
    yield* conflict(pod, SECCOMP, annotations.get(SECCOMP.podAnnotation ?? ''), ofPod.get(SECCOMP.field));
    for (const container of pod.containers) {
      const name = literal(container.value.get('name'));
      if (name === undefined) continue;
      const context = container.value.get('securityContext');
      yield* conflict(pod, SECCOMP, annotations.get(SECCOMP.annotation + name), context.get(SECCOMP.field), container);
      if (kubernetesMinor >= APP_ARMOR.since)
        yield* appArmorConflict(pod, container, annotations.get(APP_ARMOR.annotation + name));
    }
  },
});

function* appArmorConflict(pod: Pod, container: Container, annotation: YamlValue): Generator<Refusal> {
  const value = literal(annotation);
  if (value === undefined || pod.spec.at('os', 'name').string === 'windows') return;
  const field = container.value.at('securityContext', APP_ARMOR.field);
  if (isWritten(field, 'map')) yield* conflict(pod, APP_ARMOR, annotation, field, container);
  // In a Pod, the API server makes a field of the annotation first, in a template it does not.
  else if (pod.resource.kind !== 'Pod' || !isAppArmorProfile(value))
    yield* conflict(pod, APP_ARMOR, annotation, pod.spec.at('securityContext', APP_ARMOR.field), container, field);
}

/** Whether a field can be made of the value of an annotation. */
function isAppArmorProfile(value: string): boolean {
  if (!value.startsWith(LOCALHOST_PREFIX)) return value === 'unconfined' || value === 'runtime/default';
  return againstAppArmorName(value.slice(LOCALHOST_PREFIX.length)) === undefined;
}

/** @param named the profile that the API server names, if it is not the one that holds */
function* conflict(
  { resource }: Pod,
  kind: ProfileKind,
  annotation: YamlValue,
  profile: YamlValue,
  container?: Container,
  named: YamlValue = profile,
): Generator<Refusal> {
  const [value, type] = [literal(annotation), literal(profile.get('type'))];
  if (value === undefined || type === undefined) return;
  const part = differingPart(kind, value, type, profile.get('localhostProfile'));
  if (!part) return;
  const at = profile.get(part).isSet ? profile.get(part) : profile.get('type');
  yield {
    field: named.get(part),
    at,
    ...(container && { container }),
    isConflict: true,
    because: `${container ? containerSubject(container) : 'the pod'} has another ${kind.name} profile by its annotation than by the field`,
    toDo: 'Remove the annotation',
    related: [{ at: annotation, message: 'The annotation says otherwise.' }],
    fixes: [
      {
        title: `Remove the annotation for ${kind.name} (the field is what counts)`,
        isPreferred: false,
        change: () => removeEntry(resource.document, annotation),
      },
    ],
  };
}

function differingPart(
  { name }: ProfileKind,
  value: string,
  type: string,
  localhost: YamlValue,
): 'type' | 'localhostProfile' | undefined {
  if (type === 'Localhost') {
    if (!value.startsWith(LOCALHOST_PREFIX)) return 'type';
    const isSame = value.slice(LOCALHOST_PREFIX.length) === literal(localhost);
    return isSame ? undefined : 'localhostProfile';
  }
  const values = own(VALUES, type);
  if (!values) return undefined;
  const isSame =
    values.includes(value) || (name === 'seccomp' && type === 'RuntimeDefault' && value === DOCKER_DEFAULT);
  return isSame ? undefined : 'type';
}
