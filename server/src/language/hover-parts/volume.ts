import { useOf, volumeWords } from '../../map/volumes';
import type { Pod } from '../../pod/pod';
import { code, joined, type Markdown, markdown } from '../../text/markdown';
import { isOn, type PodHover } from './part';

const MOST_MOUNTS = 10;

/** On the name of a volume, where it is defined or mounted: what it is, and who does what with it. */
export const volumeHover: PodHover = (pod, context) => {
  const places = [
    ...pod.volumes.map(({ name, value }) => ({ name, at: value.get('name') })),
    ...pod.containers.flatMap(({ mounts }) =>
      mounts.map(({ volume, value }) => ({ name: volume, at: value.get('name') })),
    ),
  ];
  const place = places.find(({ at }) => isOn(at, context));
  return place && { span: place.at.span, text: describeVolume(place.name, pod) };
};

function describeVolume(name: string, pod: Pod): Markdown {
  const volume = pod.volumes.find((one) => one.name === name);
  const uses = pod.containers.flatMap((container) =>
    container.mounts
      .filter((mount) => mount.volume === name)
      .map((mount) => ({ container, mount, kind: useOf(container, mount, volume) })),
  );
  // Who can change the others' files comes first.
  uses.sort((a, b) => Number(a.kind === 'reads') - Number(b.kind === 'reads'));
  const lines = uses.slice(0, MOST_MOUNTS).map(({ container, mount, kind }) => {
    const does = kind === 'can-write' ? 'can write' : kind;
    return markdown`- ${code(container.label)} ${does} ${code(mount.path)}`;
  });
  const more = uses.length > MOST_MOUNTS ? [markdown`- and ${uses.length - MOST_MOUNTS} more`] : [];
  const what = volume ? markdown` (${volumeWords(volume)})` : '';
  const head = markdown`Volume ${code(name)}${what}: ${uses.length === 0 ? 'no container mounts it.' : ''}`;
  return joined([head, '', ...lines, ...more], '\n');
}
