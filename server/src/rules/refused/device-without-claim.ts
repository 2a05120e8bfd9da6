import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { checkedVolumes } from './pod-volumes';
import { refusedRule } from './refused-rule';
import { inCode, isUnset, storedText } from './text';

const CLAIM = 'volumes:\n  - name: disk\n    persistentVolumeClaim:\n      claimName: disk';
const DEVICE = 'volumeDevices:\n  - name: disk\n    devicePath: /dev/xvda';

export const deviceWithoutClaim = refusedRule({
  id: 'device-without-claim',
  title: 'A block device that is no claim',
  why: 'Only a volume of a claim (`persistentVolumeClaim` or `ephemeral`) can be a block device. The API server refuses other volumes in `volumeDevices`.',
  fix: 'Mount the volume with `volumeMounts`, or make it a claim.',
  examples: {
    bad: examplePod({
      spec: 'volumes:\n  - name: disk\n    emptyDir: {}',
      container: DEVICE.replace('disk', 'disk # error: an emptyDir'),
    }),
    good: examplePod({ spec: CLAIM, container: DEVICE }),
  },

  fields: ['volumeDevices'],
  *find(pod) {
    const volumes = new Map(checkedVolumes(pod).map((volume) => [storedText(volume.get('name')), volume]));
    for (const container of pod.containers) {
      for (const device of container.value.get('volumeDevices').items) {
        const field = device.get('name');
        const name = storedText(field);
        const volume = name ? volumes.get(name) : undefined;
        if (!name || !volume?.isMap || CLAIMS.some((claim) => !isUnset(volume.get(claim)))) continue;
        yield {
          field,
          container,
          isAbsence: true,
          because: `${containerSubject(container)} uses the volume ${inCode(name)} as a block device, but it is no claim`,
          toDo: 'Mount it with `volumeMounts`, or make it a claim',
          related: [{ at: volume.get('name'), message: 'The volume is here.' }],
        };
      }
    }
  },
});

const CLAIMS = ['persistentVolumeClaim', 'ephemeral'];
