import { setValue } from '../../fixes/set-value';
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
  title: 'A volume that a sidecar reads may fill the disk of the node',
  why: 'What the app writes for the sidecar, logs most often, stays in the `emptyDir` for as long as the pod lives. Without `sizeLimit` it grows until the node is out of disk, and other pods are evicted as well.',
  fix: 'Set a `sizeLimit`, and rotate what is written there.',
  references: [links.emptyDir],
  examples: {
    bad: sidecarPod({ spec: 'volumes:\n  - name: logs\n    emptyDir: {}', app: APP, sidecar: SIDECAR }),
    good: sidecarPod({
      spec: 'volumes:\n  - name: logs\n    emptyDir:\n      sizeLimit: 256Mi',
      app: APP,
      sidecar: SIDECAR,
    }),
  },

  *pod(pod) {
    for (const { name, value } of pod.volumes) {
      const emptyDir = value.get('emptyDir');
      if (!emptyDir.pair || emptyDir.get('sizeLimit').exists) continue;
      if (!appsOf(pod).some((app) => writableMountOf(app, name))) continue;
      const reader = sidecarsOf(pod).find((sidecar) =>
        sidecar.mounts.some((mount) => mount.volume === name && accessOf(sidecar, mount).kind === 'reads'),
      );
      if (!reader) continue;
      yield {
        at: value.get('name'),
        isAbsence: true,
        message: `The volume "${name}", which the app writes for "${reader.label}", has no \`sizeLimit\`: it can fill the disk of the node. Set one.`,
        fixes: [
          {
            title: `Set sizeLimit: 256Mi on "${name}" (the pod is evicted when it holds more)`,
            isPreferred: false,
            change: () => setValue(pod.resource.document, emptyDir.get('sizeLimit'), '256Mi'),
          },
        ],
      };
      return;
    }
  },
};
