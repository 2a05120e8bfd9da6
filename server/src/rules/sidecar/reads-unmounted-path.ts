import { appendItem } from '../../fixes/append-item';
import { readsPath } from '../../pod/access';
import type { Container, Mount } from '../../pod/container';
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
  title: 'A sidecar reads a file of the app that it does not see',
  why: "Containers share no file system but the volumes that both mount. A sidecar without the mount reads its own image's empty folder, and nobody notices until the logs are needed.",
  fix: "Mount the app's volume in the sidecar, read-only.",
  references: [links.sidecarContainers],
  examples: {
    bad: sidecarPod({ spec: VOLUMES, app: MOUNT, sidecar: READ }),
    good: sidecarPod({ spec: VOLUMES, app: MOUNT, sidecar: `${READ}\n${MOUNT}\n    readOnly: true` }),
  },

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
          message: `The sidecar "${container.label}" reads ${mount.path}, where "${app.label}" mounts the volume "${mount.volume}", but mounts nothing there, so it never sees those files. Mount the volume read-only.`,
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
    title: `Mount "${volume}" read-only in "${container.label}" (it will see the app's files)`,
    isPreferred: false,
    change: () =>
      appendItem(resource.document, container.value.get('volumeMounts'), {
        name: volume,
        mountPath: path,
        readOnly: true,
      }),
  };
}

/** Folders that every image has, so that a file there may be the sidecar's own. */
const COMMON = /^\/(?:tmp|etc|usr|run|var|var\/run|var\/tmp|var\/lib|var\/log|dev\/shm|home|root|opt|srv)?\/?$/;

function isProduced({ path, volume, isReadOnly }: Mount, { volumes }: Pod): boolean {
  const source = volumes.find(({ name }) => name === volume);
  return !isReadOnly && !COMMON.test(path) && source !== undefined && !isReadOnlyForAll(source);
}

function isBelow(path: string, folder: string): boolean {
  const trimmed = folder.replace(/\/+$/, '');
  return path === trimmed || path.startsWith(`${trimmed}/`) || `${path}/` === folder;
}
