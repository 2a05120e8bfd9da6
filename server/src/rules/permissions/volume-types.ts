import { restrictedPod } from '../example';
import { podSubject } from '../subject';
import { controlRule } from './control';

const ALLOWED = new Set(
  'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' '),
);

export const volumeTypes = controlRule({
  id: 'volume-types',
  level: 'restricted',
  control: 'Volume Types',
  title: 'A volume that names its storage directly',
  why: 'These volume types name a server, a disk or a path of the node in the pod, so the author of the pod decides which storage it uses. With a PersistentVolumeClaim, the administrator of the cluster decides.',
  fix: 'Use a PersistentVolumeClaim, a CSI volume or an ephemeral volume.',
  advice: 'Use a PersistentVolumeClaim.',
  peers: { Trivy: ['KSV-0028', 'KSV-0121'], Kyverno: ['restrict-volume-types'] },
  examples: {
    bad: restrictedPod({
      spec: 'volumes:\n  - name: data\n    nfs:\n      server: nfs.example.com # error\n      path: /data',
    }),
    good: restrictedPod({ spec: 'volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data' }),
  },
  *violations(pod) {
    const forbidden = pod.spec.get('volumes').items.flatMap((volume) => {
      // A volume without a source is an emptyDir (API reference, Volume).
      const source = volume.entries.find(({ key, value }) => key !== 'name' && !ALLOWED.has(key) && value.isMap);
      return source ? [{ volume, source }] : [];
    });
    const [first] = forbidden;
    if (!first) return;
    const names = forbidden
      .map(({ volume, source }) => `"${volume.get('name').label ?? ''}" (\`${source.key}\`)`)
      .join(', ');
    yield { at: first.source.value, what: `Direct access to storage: ${podSubject(pod)} has the volume ${names}` };
  },
});
