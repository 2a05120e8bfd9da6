import type { YamlValue } from '../../manifest/value';
import { own } from '../../text/own';
import { examplePod } from '../example';
import { checkedVolumes } from './pod-volumes';
import { refusedRule } from './refused-rule';
import { inCode, isUnset, namedField } from './text';
import { volumeSourcesOf } from './volume-sources';

export const conflictingVolumeSources = refusedRule({
  id: 'conflicting-volume-sources',
  title: 'A volume with more than one source',
  why: 'A volume is of one kind, such as `emptyDir` or `configMap`. The API server refuses a volume of two kinds, and a source of a `projected` volume of two kinds. A volume without any source is an `emptyDir`.',
  fix: 'Keep one of the sources, and make a second volume of the other one.',
  examples: {
    bad: examplePod({ spec: 'volumes:\n  - name: cache\n    emptyDir: {}\n    configMap: # error\n      name: cache' }),
    good: examplePod({ spec: 'volumes:\n  - name: cache\n    emptyDir: {}' }),
  },

  fields: ['volumes'],
  *find(pod, { kubernetesMinor }) {
    for (const volume of checkedVolumes(pod)) {
      const name = inCode(volume.get('name').label ?? '');
      const [first, ...others] = allSources(volume, kubernetesMinor);
      for (const at of others)
        yield {
          field: fieldOf(volume, at),
          at,
          span: at.keySpan,
          isConflict: true,
          because: `the volume ${name} is of two kinds, \`${first?.name}\` and \`${at.name}\``,
          toDo: 'Keep one of them',
        };
      if (first?.name !== 'projected') continue;
      for (const field of first.get('sources').items) {
        const kinds = PROJECTED.filter((kind) => !isUnset(field.get(kind)));
        if (kinds.length < 2) continue;
        yield {
          field,
          isConflict: true,
          because: `a source of the volume ${name} is of two kinds, ${kinds.map(inCode).join(' and ')}`,
          toDo: 'Make a source of each',
        };
      }
    }
  },
});

function allSources(volume: YamlValue, minor: number): readonly YamlValue[] {
  const image = volume.get('image');
  return minor >= FIRST_WITH_IMAGES && !isUnset(image) ? [...volumeSourcesOf(volume), image] : volumeSourcesOf(volume);
}

/** KEP-4639: on by default. */
const FIRST_WITH_IMAGES = 35;

/** Some sources have another name in what the API server says about a second one. */
function fieldOf(volume: YamlValue, source: YamlValue): YamlValue {
  const named = own(NAMED_OTHERWISE, source.name ?? '');
  return named === undefined ? source : namedField(volume, named);
}

const NAMED_OTHERWISE: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

/** Without those that depend on feature gates. */
const PROJECTED = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'];
