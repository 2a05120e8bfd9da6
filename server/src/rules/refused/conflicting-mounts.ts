import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { hasBackstep } from './path';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, storedText } from './text';

const VOLUMES = 'volumes:\n  - name: cache\n    emptyDir: {}\n  - name: tools\n    emptyDir: {}';

export const conflictingMounts = refusedRule({
  id: 'conflicting-mounts',
  title: 'Two mounts of a container in the same place',
  why: 'Only one volume can be seen at a path of a container. The API server refuses a container with two mounts at the same path, with two block devices at the same path or of the same volume, and with a volume that is mounted and is a device, too. It compares paths letter by letter: `/data` and `/data/` pass.',
  fix: 'Give each mount a path of its own, or remove one of them.',
  examples: {
    bad: examplePod({
      spec: VOLUMES,
      container:
        'volumeMounts:\n  - name: cache\n    mountPath: /data\n  - name: tools\n    mountPath: /data # error: twice',
    }),
    good: examplePod({
      spec: VOLUMES,
      container: 'volumeMounts:\n  - name: cache\n    mountPath: /data\n  - name: tools\n    mountPath: /tools',
    }),
  },

  fields: ['volumeMounts', 'volumeDevices'],
  *find(pod) {
    for (const container of pod.containers) {
      const mounts = placedVolumes(container, 'volumeMounts', 'mountPath');
      const devices = placedVolumes(container, 'volumeDevices', 'devicePath');
      if (mounts.length + devices.length < 2) continue;
      for (const pair of samePaths(mounts, devices)) yield samePath(container, pair);
      for (const pair of sameVolumes(mounts, devices)) yield sameVolume(container, pair);
    }
  },
});

/** A volume at a path of a container. */
interface PlacedVolume {
  readonly name: Text;
  readonly path: Text;
}

interface Text {
  readonly field: YamlValue;
  /** `undefined` if it is unknown. */
  readonly text: string | undefined;
}

/** A field, and the one before it that says the same. */
type Pair = readonly [Text, Text];

function placedVolumes({ value }: Container, list: string, path: string): PlacedVolume[] {
  const text = (field: YamlValue): Text => ({ field, text: storedText(field) });
  return value.get(list).items.map((entry) => ({ name: text(entry.get('name')), path: text(entry.get(path)) }));
}

function samePaths(mounts: readonly PlacedVolume[], devices: readonly PlacedVolume[]): Pair[] {
  const paths = (placed: readonly PlacedVolume[]): Text[] => placed.map(({ path }) => path);
  return [
    ...repeated(paths(mounts)),
    // Paths that the API server refuses anyway are not compared.
    ...repeated(paths(devices).filter(({ text }) => text === undefined || !hasBackstep(text))),
    ...shared(paths(mounts), paths(lastOfEachName(devices))),
    ...shared(paths(devices), paths(lastOfEachName(mounts))),
  ];
}

function sameVolumes(mounts: readonly PlacedVolume[], devices: readonly PlacedVolume[]): Pair[] {
  const [ofMounts, ofDevices] = [mounts.map(({ name }) => name), devices.map(({ name }) => name)];
  return [...repeated(ofDevices), ...shared(ofMounts, ofDevices), ...shared(ofDevices, ofMounts)];
}

/** The API server compares mounts with devices by their names: of several with one name, it only knows the last one. */
function lastOfEachName(placed: readonly PlacedVolume[]): PlacedVolume[] {
  return [...new Map(placed.map((volume) => [volume.name.text ?? volume, volume])).values()];
}

function repeated(texts: readonly Text[]): Pair[] {
  const known = new Map<string, Text>();
  return texts.flatMap((one): Pair[] => {
    // A text that is missing is another fault.
    if (!one.text) return [];
    const first = known.get(one.text);
    if (!first) known.set(one.text, one);
    return first ? [[one, first]] : [];
  });
}

function shared(texts: readonly Text[], others: readonly Text[]): Pair[] {
  const known = new Map(others.map((other) => [other.text, other]));
  return texts.flatMap((one): Pair[] => {
    const other = one.text ? known.get(one.text) : undefined;
    return other ? [[one, other]] : [];
  });
}

function samePath(container: Container, [{ field, text = '' }, other]: Pair): Refusal {
  return {
    field,
    container,
    isConflict: true,
    because: `${containerSubject(container)} has two volumes at the path ${inCode(text)}`,
    toDo: 'Give each of them a path of its own',
    related: [{ at: other.field, message: 'The other volume has the path here.' }],
  };
}

function sameVolume(container: Container, [{ field, text = '' }, other]: Pair): Refusal {
  return {
    field,
    container,
    isConflict: true,
    because: `${containerSubject(container)} uses the volume ${inCode(text)} as a block device, and a second time`,
    toDo: 'Keep one of them',
    related: [{ at: other.field, message: 'The volume is also here.' }],
  };
}
