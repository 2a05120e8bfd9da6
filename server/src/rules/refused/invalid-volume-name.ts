import type { YamlValue } from '../../manifest/value';
import { examplePod } from '../example';
import { faultOfLabel, WRITE_A_LABEL } from './dns-label';
import { checkedVolumes } from './pod-volumes';
import { refusedRule } from './refused-rule';
import { sourceFaults } from './source-faults';
import { inCode, shown, storedText } from './text';
import { volumeSourcesOf } from './volume-sources';

export const invalidVolumeName = refusedRule({
  id: 'invalid-volume-name',
  title: 'A volume with no name of its own, or with one that is no DNS label',
  why: 'Containers mount volumes by their names. The API server refuses a volume without a name, with the name of another volume of the pod, or with a name that is no DNS label: 1 to 63 lower-case letters, digits and `-`, with a letter or digit at both ends.',
  fix: 'Give each volume such a name of its own.',
  examples: {
    bad: examplePod({
      spec: 'volumes:\n  - name: cache\n    emptyDir: {}\n  - name: cache # error: twice\n    emptyDir: {}',
    }),
    good: examplePod({
      spec: 'volumes:\n  - name: cache\n    emptyDir: {}\n  - name: tools\n    emptyDir: {}',
    }),
  },

  fields: ['volumes'],
  *find(pod) {
    const known = new Map<string, YamlValue>();
    for (const volume of checkedVolumes(pod)) {
      const field = volume.get('name');
      const name = storedText(field);
      if (name === undefined) continue;
      const fault = faultOfLabel(name);
      const first = known.get(name);
      if (name === '')
        yield { field, at: shown(field), isAbsence: true, because: 'a volume has no name', toDo: 'Give it a name' };
      else if (fault !== undefined)
        yield { field, because: `the name of the volume ${inCode(name)} ${fault}`, toDo: WRITE_A_LABEL };
      else if (first)
        yield {
          field,
          isConflict: true,
          because: `two volumes have the name ${inCode(name)}`,
          toDo: 'Give each volume a name of its own',
          related: [{ at: first, message: 'The other volume has its name here.' }],
        };
      // To the API server, a volume with another fault is none, and its name is free.
      else if (volumeSourcesOf(volume).length < 2 && sourceFaults(volume).length === 0) known.set(name, field);
    }
  },
});
