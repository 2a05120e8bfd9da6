import { accessOf } from '../pod/access';
import type { Container, Mount } from '../pod/container';
import { isReadOnlyForAll, type Pod, type Volume } from '../pod/pod';
import { claimTemplateNames } from '../rules/refused/pod-volumes';
import { MOST_VOLUMES } from './limits';
import type { MapParts } from './parts';
import type { EdgeKind } from './pod-map';

/** The volumes of a pod, those that only its mounts name, and what its containers do with them. */
export function readVolumes(parts: MapParts, pod: Pod, containers: readonly Container[]): void {
  const defined = new Map(pod.volumes.map((volume) => [volume.name, volume]));
  const mounted = containers.flatMap(({ mounts }) => mounts.map(({ volume }) => volume));
  const ids = new Map<string, string>();
  for (const name of parts.most([...new Set([...defined.keys(), ...mounted])], MOST_VOLUMES, 'volume')) {
    const volume = defined.get(name);
    const id = `volume-${ids.size}`;
    ids.set(name, id);
    const lines = [volume ? volumeWords(volume) : missingVolumeWords(pod, name)];
    const place = volume && parts.place(volume.value);
    parts.node({ id, kind: 'volume', title: name, lines, place }, volume?.value);
  }
  for (const [index, container] of containers.entries()) {
    for (const mount of container.mounts) {
      const to = ids.get(mount.volume);
      if (to === undefined) continue;
      const kind = useOf(container, mount, defined.get(mount.volume));
      const label = `${kind === 'can-write' ? 'can write' : kind} ${mount.path}`;
      parts.edge(`container-${index}`, to, { kind, label, place: parts.place(mount.value) }, mount.value);
    }
  }
}

/** What a volume is made of, in words: `emptyDir`, `Secret "tls"`, `hostPath "/var/run"`. */
export function volumeWords({ value }: Volume): string {
  const source = value.entries.find(({ key }) => key !== 'name');
  if (!source) return 'emptyDir';
  const named = (field: string, words: string): string => {
    const name = source.value.get(field).label;
    return name === undefined ? words : `${words} "${name}"`;
  };
  switch (source.key) {
    case 'secret':
      return named('secretName', 'Secret');
    case 'configMap':
      return named('name', 'ConfigMap');
    case 'hostPath':
      return named('path', 'path of the node');
    case 'persistentVolumeClaim':
      return named('claimName', 'PersistentVolumeClaim');
    case 'csi':
      return named('driver', 'CSI driver');
    case 'image':
      return named('reference', 'image');
    case 'emptyDir':
      return source.value.get('medium').string === 'Memory' ? 'emptyDir in memory' : 'emptyDir';
    default:
      return source.key;
  }
}

/** What a volume is that mounts name, but the pod does not define. */
function missingVolumeWords(pod: Pod, name: string): string {
  if (claimTemplateNames(pod).has(name)) return 'volume claim template';
  return pod.isAssembled || pod.isPartial ? 'defined elsewhere' : 'not defined in this pod';
}

/** What a container does with a volume, as far as its manifest tells. */
export function useOf(container: Container, mount: Mount, volume: Volume | undefined): EdgeKind {
  if (volume && isReadOnlyForAll(volume)) return 'reads';
  const { kind } = accessOf(container, mount);
  return kind === 'unknown' ? 'can-write' : kind;
}
