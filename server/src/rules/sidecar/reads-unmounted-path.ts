import { appendItem } from '../../fixes/append-item';
import { readsPath } from '../../pod/access';
import type { Container, Mount } from '../../pod/container';
import { withoutSlash } from '../../pod/mount-path';
import { appsOf, isReadOnlyForAll, type Pod } from '../../pod/pod';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { spanOf } from './command-rule';

const VOLUMES = 'volumes:\n  - name: logs\n    emptyDir:\n      sizeLimit: 256Mi';
const MOUNT = 'volumeMounts:\n  - name: logs\n    mountPath: /var/log/web';
const READ = 'command: [tail, -F, /var/log/web/access.log]';

export const readsUnmountedPath: Rule = {
  id: 'reads-unmounted-path',
  category: 'sidecar',
  severity: 'warning',
  title: 'A sidecar that reads files of the app, but does not mount their volume',
  why: 'Containers share files only through volumes that both of them mount. A sidecar without the mount reads an empty folder of its own image, and the missing logs are often noticed too late.',
  fix: 'Mount the volume of the app in the sidecar, read-only.',
  references: [links.sidecarContainers],
  examples: {
    bad: sidecarPod({ spec: VOLUMES, app: MOUNT, sidecar: `${READ} # warning: the volume is not mounted` }),
    good: sidecarPod({ spec: VOLUMES, app: MOUNT, sidecar: `${READ}\n${MOUNT}\n    readOnly: true` }),
  },

  fields: ['command', 'args'],
  *container(container, pod) {
    if (!container.isSidecar) return;
    for (const app of appsOf(pod)) {
      for (const mount of app.mounts.filter((candidate) => isProduced(candidate, pod))) {
        if (container.mounts.some(({ path }) => isBelow(mount.path, path) || isBelow(path, mount.path))) continue;
        const command = container.commands.find((candidate) => readsPath(candidate, mount.path));
        if (!command) continue;
        yield {
          at: command.source,
          span: spanOf(command, pod.resource.document),
          isAbsence: true,
          message: `Sidecar cannot see the files of the app: "${container.label}" reads ${mount.path}, but does not mount the volume "${mount.volume}" of "${app.label}" there. Mount it read-only.`,
          related: [{ at: mount.value.get('mountPath'), message: `"${app.label}" writes here.` }],
          fixes: [mountFix(container, mount, pod)],
        };
        return;
      }
    }
  },
};

function mountFix(container: Container, { volume, path }: Mount, { resource }: Pod) {
  return {
    title: `Mount "${volume}" read-only in "${container.label}" (it can read the files of the app)`,
    isPreferred: false,
    change: () =>
      appendItem(resource.document, container.value.get('volumeMounts'), {
        name: volume,
        mountPath: path,
        readOnly: true,
      }),
  };
}

/** Folders that every image has: a file there can belong to the sidecar itself. */
const COMMON = /^\/(?:tmp|etc|usr|run|var|var\/run|var\/tmp|var\/lib|var\/log|dev\/shm|home|root|opt|srv)?\/?$/;

function isProduced({ path, volume, isReadOnly }: Mount, { volumes }: Pod): boolean {
  const source = volumes.find(({ name }) => name === volume);
  return !isReadOnly && !COMMON.test(path) && source !== undefined && !isReadOnlyForAll(source);
}

function isBelow(path: string, folder: string): boolean {
  const trimmed = withoutSlash(folder);
  return path === trimmed || path.startsWith(`${trimmed}/`) || `${path}/` === folder;
}
