import { restrictedPod } from '../example';
import { controlRule } from './control';

const ALLOWED = new Set(
  'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' '),
);

export const volumeTypes = controlRule({
  id: 'volume-types',
  level: 'restricted',
  control: 'Volume Types',
  title: 'A volume that reaches storage by itself',
  why: 'In-tree volumes name a server, a disk or a path of the node in the pod itself, past whoever administers storage. A PersistentVolumeClaim leaves that to them.',
  fix: 'Use a PersistentVolumeClaim, a CSI or an ephemeral volume.',
  advice: 'Use a PersistentVolumeClaim.',
  peers: { Trivy: ['KSV-0028', 'KSV-0121'], Kyverno: ['restrict-volume-types'] },
  examples: {
    bad: restrictedPod({
      spec: 'volumes:\n  - name: data\n    nfs: # error\n      server: nfs.example.com\n      path: /data',
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
    const names = forbidden.map(({ volume, source }) => `"${volume.get('name').label}" (${source.key})`).join(', ');
    yield { at: first.source.value, what: `The pod uses the volume ${names}` };
  },
});
