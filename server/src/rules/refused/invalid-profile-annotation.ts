import { removeEntry } from '../../fixes/remove-entry';
import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import type { Fix } from '../rule';
import { APP_ARMOR, againstSeccompPath, LOCALHOST_PREFIX, SECCOMP } from './profile-kinds';
import { literal, type Refusal, refusedRule } from './refused-rule';

const VALUES = ['runtime/default', 'unconfined'];

export const invalidProfileAnnotation = refusedRule({
  id: 'invalid-profile-annotation',
  title: 'An annotation for a profile of no container, or with no profile',
  why: 'Before profiles became fields, annotations named them. The API server still checks these: an annotation for AppArmor has to name a container of the pod, and its value has to be a profile in the notation of annotations.',
  fix: 'Remove the annotation, and set `appArmorProfile` or `seccompProfile` in the security context.',
  references: [links.seccomp, links.appArmor],
  examples: {
    bad: examplePod({
      metadata:
        'annotations:\n  team: shop\n  container.apparmor.security.beta.kubernetes.io/proxy: runtime/default # error',
    }),
    good: examplePod({
      metadata: 'annotations:\n  team: shop\n  container.apparmor.security.beta.kubernetes.io/web: runtime/default',
    }),
  },

  fields: ['annotations'],
  *find(pod) {
    const annotations = pod.metadata.get('annotations');
    if (!annotations.isMap) return;
    const names = new Set(pod.containers.map(({ value }) => literal(value.get('name'))));
    for (const key of annotations.keys) {
      if (key.startsWith(APP_ARMOR.annotation)) {
        const name = key.slice(APP_ARMOR.annotation.length);
        // A name that another tool fills in can be any.
        if (!names.has(name) && !names.has(undefined) && /^[\w.-]*$/.test(name))
          yield withoutContainer(pod, annotations.get(key), name);
        else yield* invalid(pod, annotations.get(key), againstAppArmor);
      } else if (key.startsWith(SECCOMP.annotation) || key === SECCOMP.podAnnotation)
        yield* invalid(pod, annotations.get(key), againstSeccomp);
    }
  },
});

function withoutContainer({ resource }: Pod, field: YamlValue, name: string): Refusal {
  return {
    field,
    isAbsence: true,
    because: `its annotation for AppArmor names the container \`${name}\`, which it does not have`,
    toDo: 'Correct the name, or remove the annotation',
    fixes: [
      {
        title: 'Remove the annotation (no container has this name)',
        isPreferred: false,
        change: () => removeEntry(resource.document, field),
      },
    ],
  };
}

function* invalid(
  { resource }: Pod,
  field: YamlValue,
  against: (value: string) => string | undefined,
): Generator<Refusal> {
  const value = literal(field);
  const fault = value === undefined ? undefined : against(value);
  if (value === undefined || fault === undefined) return;
  const letters = value.toLowerCase().replace(/[^a-z]/g, '');
  const meant = VALUES.find((known) => known.replace('/', '') === letters);
  const fixes: Fix[] = meant
    ? [{ title: `Write ${meant}`, isPreferred: true, change: () => setValue(resource.document, field, meant) }]
    : [];
  const toDo = 'Use `runtime/default`, `unconfined`, or `localhost/` with the profile of the node';
  yield { field, because: `the profile \`${value}\` of an annotation ${fault}`, toDo, fixes };
}

function againstAppArmor(value: string): string | undefined {
  return value === '' || VALUES.includes(value) || value.startsWith(LOCALHOST_PREFIX) ? undefined : 'does not exist';
}

function againstSeccomp(value: string): string | undefined {
  if (VALUES.includes(value) || value === 'docker/default') return undefined;
  return value.startsWith(LOCALHOST_PREFIX)
    ? againstSeccompPath(value.slice(LOCALHOST_PREFIX.length))
    : 'does not exist';
}
