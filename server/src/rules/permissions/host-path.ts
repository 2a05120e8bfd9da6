import type { Container } from '../../pod/container';
import { isConfirmed } from '../../pod/known-sidecars';
import type { Pod, Volume } from '../../pod/pod';
import { isNeeded } from '../../pod/power';
import { examplePod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { controlRule } from './control';

export const hostPath = controlRule({
  id: 'host-path',
  level: 'baseline',
  control: 'HostPath Volumes',
  title: 'A volume that mounts a path of the node',
  why: 'A `hostPath` volume gives a container access to files of the node. A container that can write to them can take over the node, and its changes stay after the pod is gone. A container that can read them can find secrets of other pods.',
  fix: 'Use a volume that belongs to the pod: `emptyDir`, a PersistentVolumeClaim or a CSI volume. If the pod needs files of the node, run it in a separate namespace with the Pod Security level `privileged`.',
  advice: 'Use a volume that belongs to the pod, such as `emptyDir`.',
  references: [links.writableHostPath],
  peers: {
    Trivy: ['KSV-0023'],
    Kubescape: ['C-0048', 'C-0045'],
    'kube-linter': ['sensitive-host-mounts', 'writable-host-mount'],
    Kyverno: ['disallow-host-path'],
  },
  examples: {
    bad: examplePod({
      spec: 'volumes:\n  - name: data\n    hostPath:\n      path: /srv/data # warning',
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data',
    }),
    good: examplePod({
      spec: 'volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data',
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data',
    }),
  },
  fields: ['hostPath'],
  *violations(pod) {
    const volumes = pod.volumes.filter(({ value }) => value.get('hostPath').isMap);
    const [first, ...others] = volumes;
    if (!first) return;
    const path = first.value.at('hostPath', 'path');
    const users = usersOf(first, pod);
    const [only] = users;
    const who =
      only && users.length === 1
        ? containerSubject(only)
        : `the containers ${users.map(({ label }) => `"${label}"`).join(', ')}`;
    const where = path.string ? `\`${path.string}\` of the node` : 'a path of the node';
    yield {
      at: path.isSet ? path : first.value.get('hostPath'),
      isKnownToNeedIt: volumes.every((volume) => isForKnownSidecars(volume, pod)),
      what: `Files of the node: the volume "${first.name}" ${only ? `gives ${who} access to` : 'is'} ${where}`,
      related: others.map(({ name, value }) => ({
        at: value.at('hostPath', 'path'),
        message: `The volume "${name}" mounts a path of the node, too.`,
      })),
    };
  },
});

function usersOf({ name }: Volume, pod: Pod): Container[] {
  return pod.containers.filter(({ mounts }) => mounts.some(({ volume }) => volume === name));
}

/** Whether only well-known sidecars mount a path of the node, which they need: a VPN opens a device. */
function isForKnownSidecars(volume: Volume, pod: Pod): boolean {
  const path = volume.value.at('hostPath', 'path').string;
  const users = usersOf(volume, pod);
  if (path === undefined || users.length === 0) return false;
  return users.every(
    ({ isSidecar, known }) =>
      isSidecar && isConfirmed(known) && isNeeded(`hostPath ${path}`, known.sidecar.needs ?? {}),
  );
}
