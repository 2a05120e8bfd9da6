import { type Change, inSequence } from '../../fixes/change';
import { pathOf, textValueAt } from '../../fixes/layout';
import { removeItem } from '../../fixes/remove-item';
import { removing } from '../../fixes/steps';
import type { ManifestDocument } from '../../manifest/document';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { appArmorAnnotation } from '../../pod/profile-annotations';
import type { ShellCommand } from '../../pod/shell';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Fix, Rule } from '../rule';

export const idleShell: Rule = {
  id: 'idle-shell',
  category: 'sidecar',
  severity: 'hint',
  title: 'A sidecar that only sleeps',
  why: 'A container that has a shell and only sleeps is often used to run commands with `kubectl exec`. An attacker can use it, too, and then has access to the network of the pod and to the volumes that the container mounts.',
  fix: 'Remove the container, with the AppArmor annotation that names it: the API server refuses an annotation for a container that is not there. When you need a shell, add an ephemeral container with `kubectl debug`. It stays visible in the pod.',
  references: [links.sidecarInjection, links.execIntoContainer],
  examples: {
    bad: sidecarPod({ sidecar: 'command: [sh, -c, "while true; do sleep 3600; done"]', mark: 'hint: it only sleeps' }),
    good: sidecarPod({ sidecar: 'command: [sh, -c, "while true; do rotate; sleep 3600; done"]' }),
  },

  fields: ['command', 'args'],
  *container(container, pod) {
    const { commands, isSidecar } = container;
    if (!isSidecar || commands.length === 0 || !commands.every(onlyWaits)) return;
    yield {
      at: container.nameValue,
      message: `Idle shell beside the app: the sidecar "${container.label}" only sleeps, and an attacker can run commands in it. Remove it, and use \`kubectl debug\` when you need a shell.`,
      fixes: [removal(pod, container)],
    };
  },
};

function removal(pod: Pod, container: Container): Fix {
  const { document } = pod.resource;
  // The API server refuses an AppArmor annotation for a container that is not there.
  const annotation = appArmorAnnotation(pod, container);
  const remove = (current: ManifestDocument): Change | undefined =>
    removeItem(current, textValueAt(current, pathOf(container.value)));
  if (!annotation.hasKey) {
    const title = `Remove "${container.label}" (no shell can be opened in it any more)`;
    return { title, isPreferred: false, change: () => remove(document) };
  }
  return {
    title: `Remove "${container.label}" and its AppArmor annotation (no shell can be opened in it any more)`,
    isPreferred: false,
    change: () => inSequence(document, [removing(annotation), remove]),
  };
}

/** Commands that do no work. Conditions of loops and the handling of signals are among them. */
const IDLE = new Set(['sleep', 'true', ':', 'wait', 'trap', 'read', 'pause']);

function onlyWaits({ program, args }: ShellCommand): boolean {
  return IDLE.has(program) || (program === 'tail' && args.includes('/dev/null'));
}
