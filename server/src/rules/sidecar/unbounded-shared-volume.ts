import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import { accessOf } from '../../pod/access';
import { appsOf, sidecarsOf, writableMountOf } from '../../pod/pod';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

const APP = 'volumeMounts:\n  - name: logs\n    mountPath: /var/log/web';
const SIDECAR =
  'command: [tail, -F, /var/log/web/access.log]\nvolumeMounts:\n  - name: logs\n    mountPath: /var/log/web\n    readOnly: true';

export const unboundedSharedVolume: Rule = {
  id: 'unbounded-shared-volume',
  category: 'sidecar',
  severity: 'hint',
  title: 'A volume without a size limit that the app shares with a sidecar',
  why: 'Files that the app writes for the sidecar, usually logs, stay in the `emptyDir` until the pod ends. Without `sizeLimit`, they can fill the disk of the node, and the node then also evicts other pods.',
  fix: 'Set a `sizeLimit`, and rotate the files.',
  references: [links.emptyDir],
  examples: {
    bad: sidecarPod({
      spec: 'volumes:\n  - name: logs # hint: no sizeLimit\n    emptyDir: {}',
      app: APP,
      sidecar: SIDECAR,
    }),
    good: sidecarPod({
      spec: 'volumes:\n  - name: logs\n    emptyDir:\n      sizeLimit: 256Mi',
      app: APP,
      sidecar: SIDECAR,
    }),
  },

  fields: ['emptyDir'],
  *pod(pod) {
    for (const { name, value } of pod.volumes) {
      const emptyDir = value.get('emptyDir');
      if (!isEmptyDir(value) || emptyDir.get('sizeLimit').isSet) continue;
      if (!appsOf(pod).some((app) => writableMountOf(app, name))) continue;
      const reader = sidecarsOf(pod).find((sidecar) =>
        sidecar.mounts.some((mount) => mount.volume === name && accessOf(sidecar, mount).kind === 'reads'),
      );
      if (!reader) continue;
      yield {
        at: value.get('name'),
        isAbsence: true,
        message: `Volume can fill the disk of the node: "${name}", which the app shares with "${reader.label}", has no size limit. Set \`sizeLimit\`.`,
        fixes: [
          {
            title: `Set sizeLimit: 256Mi on "${name}" (the pod is evicted when it uses more)`,
            isPreferred: false,
            change: () => setValue(pod.resource.document, emptyDir.get('sizeLimit'), '256Mi'),
          },
        ],
      };
      return;
    }
  },
};

/** The API server takes a volume without a source for an emptyDir (API reference, Volume). */
function isEmptyDir(volume: YamlValue): boolean {
  const sources = volume.entries.filter(({ key, value }) => key !== 'name' && value.isSet);
  return sources.every(({ key }) => key === 'emptyDir') && volume.has('emptyDir');
}
