import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { claimTemplateNames } from './pod-volumes';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, shown, storedText } from './text';

export const unknownVolume = refusedRule({
  id: 'unknown-volume',
  title: 'A mount of a volume that the pod does not have',
  why: 'A container mounts volumes of its pod by their names. The API server refuses a pod in which a mount or a block device names no volume. Only the claim templates of a StatefulSet make volumes that are not in `volumes`.',
  fix: 'Add the volume to `volumes` of the pod, or correct the name.',
  examples: {
    bad: examplePod({
      spec: 'volumes:\n  - name: cache\n    emptyDir: {}',
      container: 'volumeMounts:\n  - name: caches # error\n    mountPath: /cache',
    }),
    good: examplePod({
      spec: 'volumes:\n  - name: cache\n    emptyDir: {}',
      container: 'volumeMounts:\n  - name: cache\n    mountPath: /cache',
    }),
  },

  fields: ['volumeMounts', 'volumeDevices'],
  *find(pod) {
    const volumes = volumeNames(pod);
    // A name that another tool fills in can be any.
    if (volumes.has(undefined)) return;
    for (const container of pod.containers) {
      for (const list of ['volumeMounts', 'volumeDevices']) {
        for (const entry of container.value.get(list).items) {
          const field = entry.get('name');
          const name = storedText(field);
          if (name !== undefined && (name === '' || !volumes.has(name))) yield refusal(container, field, name);
        }
      }
    }
  },
});

function refusal(container: Container, field: YamlValue, name: string): Refusal {
  const subject = containerSubject(container);
  return {
    field,
    at: shown(field),
    container,
    isAbsence: true,
    ...(name === ''
      ? { because: `a mount of ${subject} names no volume`, toDo: 'Name a volume of the pod' }
      : {
          because: `${subject} mounts the volume ${inCode(name)}, which the pod does not have`,
          toDo: 'Add it to the volumes of the pod, or correct the name',
        }),
  };
}

/** With `undefined` if one of them is unknown. */
function volumeNames(pod: Pod): ReadonlySet<string | undefined> {
  const ofPod = pod.spec.get('volumes').items.map((volume) => storedText(volume.get('name')));
  return new Set([...ofPod, ...claimTemplateNames(pod)]);
}
