import { removeItem } from '../../fixes/remove-item';
import type { ShellCommand } from '../../pod/shell';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const idleShell: Rule = {
  id: 'idle-shell',
  category: 'sidecar',
  severity: 'hint',
  title: 'A sidecar that only sleeps',
  why: 'A container that has a shell and only sleeps is often used to run commands with `kubectl exec`. An attacker can use it, too, and then has access to the network of the pod and to the volumes that the container mounts.',
  fix: 'Remove the container. When you need a shell, add an ephemeral container with `kubectl debug`. It stays visible in the pod.',
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
      fixes: [
        {
          title: `Remove "${container.label}" (kubectl exec into it no longer works)`,
          isPreferred: false,
          change: () => removeItem(pod.resource.document, container.value),
        },
      ],
    };
  },
};

/** Commands that do no work. Conditions of loops and the handling of signals are among them. */
const IDLE = new Set(['sleep', 'true', ':', 'wait', 'trap', 'read', 'pause']);

function onlyWaits({ program, args }: ShellCommand): boolean {
  return IDLE.has(program) || (program === 'tail' && args.includes('/dev/null'));
}
