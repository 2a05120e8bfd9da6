import { examplePod } from '../example';
import { checkedVolumes } from './pod-volumes';
import { refusedRule } from './refused-rule';
import { sourceFaults } from './source-faults';
import { inCode } from './text';

export const invalidVolumeSource = refusedRule({
  id: 'invalid-volume-source',
  title: 'A volume whose source lacks a part, or has a wrong one',
  why: 'The API server refuses volumes whose source lacks a name or a path, a `hostPath` with `..` in it, a file outside of its volume, two files at one path of a projected volume, file modes beyond 0777, a size limit below zero, and tokens for less than ten minutes.',
  fix: 'Complete the source, or correct the part that the message names.',
  examples: {
    bad: examplePod({ spec: 'volumes:\n  - name: cache\n    configMap: # error: no name\n      optional: true' }),
    good: examplePod({ spec: 'volumes:\n  - name: cache\n    configMap:\n      name: cache' }),
  },

  fields: ['volumes'],
  *find(pod) {
    for (const volume of checkedVolumes(pod)) {
      const name = inCode(volume.get('name').label ?? '');
      for (const { what, ...fault } of sourceFaults(volume)) yield { ...fault, because: `the volume ${name} ${what}` };
    }
  },
});
