import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { faultOfLabel } from './dns-label';
import { isEnvName } from './invalid-env-name';
import { hasBackstep } from './path';
import { claimTemplateNames } from './pod-volumes';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, isUnset, shown, storedText } from './text';
import { volumeSourcesOf } from './volume-sources';

/** KEP-3721: on by default. Before, the API server drops the source. */
export const FIRST_WITH_FILES = 35;

export const invalidEnvFile = refusedRule({
  id: 'invalid-env-file',
  title: 'An environment variable from a file that no volume can have',
  why: 'A variable can have its value from a file that an init container wrote into an `emptyDir` volume (`fileKeyRef`). From Kubernetes 1.35 on, the API server refuses a pod in which such a source lacks the volume, the path or the key, names a volume that the pod does not have or one that is no `emptyDir`, or has `..` in its path.',
  fix: 'Name an `emptyDir` volume of the pod, the path of the file in it, and the variable in the file.',
  references: [links.envFiles],
  examples: {
    bad: examplePod({
      spec: 'volumes:\n  - name: settings\n    configMap:\n      name: settings',
      container:
        'env:\n  - name: LEVEL\n    valueFrom:\n      fileKeyRef:\n        volumeName: settings # error\n        path: app.env\n        key: LEVEL',
    }),
    good: examplePod({
      spec: 'volumes:\n  - name: settings\n    emptyDir: {}',
      container:
        'env:\n  - name: LEVEL\n    valueFrom:\n      fileKeyRef:\n        volumeName: settings\n        path: app.env\n        key: LEVEL',
    }),
  },

  fields: ['fileKeyRef'],
  *find(pod, { kubernetesMinor }) {
    if (kubernetesMinor < FIRST_WITH_FILES) return;
    for (const container of pod.containers)
      for (const variable of container.value.get('env').items) {
        const source = variable.at('valueFrom', 'fileKeyRef');
        if (source.isMap && !source.isExpression) yield* ofSource(pod, container, source, kubernetesMinor);
      }
  },
});

function* ofSource(pod: Pod, container: Container, source: YamlValue, minor: number): Generator<Refusal> {
  const subject = `\`fileKeyRef\` in the environment of ${containerSubject(container)}`;
  const [key, path, volume] = ['key', 'path', 'volumeName'].map((name) => source.get(name));
  for (const field of [key, path, volume]) if (field && isUnset(field)) yield { ...missing(field, subject), container };
  const says = (field: YamlValue | undefined, faultOf: (text: string) => string | undefined): Refusal[] => {
    const text = field && storedText(field);
    const fault = text ? faultOf(text) : undefined;
    return field && fault !== undefined
      ? [
          {
            field,
            container,
            because: `${subject} has the ${field.name} ${inCode(text ?? '')}, ${fault}`,
            toDo: CORRECT,
          },
        ]
      : [];
  };
  yield* says(key, (text) => (isEnvName(text, minor) ? undefined : 'which no environment variable can have'));
  yield* says(path, (text) => (hasBackstep(text) ? 'which leads out of the volume with `..`' : undefined));
  const named = says(volume, (text) => faultOfLabel(text) && 'which no volume can have');
  yield* named;
  if (named.length === 0 && volume) yield* ofVolume(pod, container, volume, subject);
}

const CORRECT = 'Correct it';

function missing(field: YamlValue, subject: string): Refusal {
  return {
    field,
    at: shown(field),
    ...(!field.hasKey && { span: field.parent?.keySpan }),
    isAbsence: true,
    because: `${subject} has no \`${field.name}\``,
    toDo: 'Write it',
  };
}

function* ofVolume(pod: Pod, container: Container, field: YamlValue, subject: string): Generator<Refusal> {
  const name = storedText(field);
  if (!name) return;
  const volumes = pod.volumeValues.map((value) => ({ value, name: storedText(value.get('name')) }));
  // A name that another tool fills in can be any.
  if (volumes.some((volume) => volume.name === undefined)) return;
  const isClaimed = claimTemplateNames(pod).has(name);
  const found = volumes.findLast((volume) => volume.name === name);
  const because = `${subject} names the volume ${inCode(name)}`;
  if (!found && !isClaimed)
    yield {
      field,
      container,
      isAbsence: true,
      because: `${because}, which the pod does not have`,
      toDo: 'Add it to the volumes of the pod, or correct the name',
    };
  else if (isClaimed || (found && !isEmptyDir(found.value)))
    yield {
      field,
      container,
      isConflict: true,
      because: `${because}, which is no \`emptyDir\``,
      toDo: 'Name an `emptyDir` volume',
      related: found ? [{ at: found.value, message: 'This is the volume.' }] : [],
    };
}

/** A volume without a source is one, too. */
function isEmptyDir(volume: YamlValue): boolean {
  const sources = volumeSourcesOf(volume);
  return sources.some(({ name }) => name === 'emptyDir') || (sources.length === 0 && isUnset(volume.get('image')));
}
