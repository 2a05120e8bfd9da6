import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { FIRST_WITH_RECURSIVE } from './conflicting-mount-options';
import { type EnumField, unsupported } from './enum-value';
import { checkedVolumes } from './pod-volumes';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, isUnset, namedField } from './text';
import { volumeSourcesOf } from './volume-sources';

const OF_CONTAINER: readonly (readonly [string, EnumField])[] = [
  ['imagePullPolicy', { allowed: ['Always', 'IfNotPresent', 'Never'] }],
  ['terminationMessagePolicy', { allowed: ['File', 'FallbackToLogsOnError'] }],
];
const OF_MOUNT: readonly (readonly [string, EnumField])[] = [
  ['mountPropagation', { allowed: ['None', 'HostToContainer', 'Bidirectional'], isEmptyRefused: true }],
  ['recursiveReadOnly', { allowed: ['Disabled', 'IfPossible', 'Enabled'], isEmptyRefused: true }],
];
const HOST_PATH_TYPE: EnumField = {
  allowed: ['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'],
};

export const unsupportedValue = refusedRule({
  id: 'unsupported-value',
  title: 'A word that a field of a container or volume does not know',
  why: 'Some fields take one of a few words, letter by letter: `imagePullPolicy`, `terminationMessagePolicy`, `mountPropagation`, `recursiveReadOnly`, and `type` of a `hostPath`. The API server refuses any other word, also one in another case.',
  fix: 'Write one of the words that the field knows.',
  examples: {
    bad: examplePod({ container: 'imagePullPolicy: always # error: lower case' }),
    good: examplePod({ container: 'imagePullPolicy: Always' }),
  },

  fields: ['imagePullPolicy', 'terminationMessagePolicy', 'mountPropagation', 'recursiveReadOnly', 'hostPath'],
  *find(pod, { kubernetesMinor }) {
    for (const container of pod.containers) yield* inContainer(pod, container, kubernetesMinor);
    for (const volume of checkedVolumes(pod)) yield* inVolume(pod, volume);
  },
});

function* inContainer(pod: Pod, container: Container, minor: number): Generator<Refusal> {
  const subject = containerSubject(container);
  for (const [name, known] of OF_CONTAINER) {
    const field = container.value.get(name);
    const found = unsupported(pod, field, known, subject);
    if (found) yield { field, container, ...found };
  }
  const mounts = container.value.get('volumeMounts');
  for (const mount of mounts.items) {
    for (const [name, known] of OF_MOUNT) {
      if (name === 'recursiveReadOnly' && minor < FIRST_WITH_RECURSIVE) continue;
      const found = unsupported(pod, mount.get(name), known, `a mount of ${subject}`);
      if (found) yield { field: namedField(mounts, name), container, ...found };
    }
  }
}

function* inVolume(pod: Pod, volume: YamlValue): Generator<Refusal> {
  const [source] = volumeSourcesOf(volume);
  // Of a volume without a path, the API server does not look at the type.
  if (source?.name !== 'hostPath' || isUnset(source.get('path'))) return;
  const field = source.get('type');
  const found = unsupported(pod, field, HOST_PATH_TYPE, `the volume ${inCode(volume.get('name').label ?? '')}`);
  if (found) yield { field, ...found };
}
