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
  why: 'A container that does nothing but wait, with a shell in it, is there for somebody to `exec` into: a foothold kept warm beside the app, with its network and its volumes.',
  fix: 'Remove it. `kubectl debug` adds an ephemeral container when one is needed, and leaves a trace.',
  references: [links.sidecarInjection, links.execIntoContainer],
  examples: {
    bad: sidecarPod({ sidecar: 'command: [sh, -c, "while true; do sleep 3600; done"]' }),
    good: sidecarPod({ sidecar: 'command: [sh, -c, "while true; do rotate; sleep 3600; done"]' }),
  },

  *container(container, pod) {
    const { commands, isSidecar } = container;
    if (!isSidecar || commands.length === 0 || !commands.every(onlyWaits)) return;
    yield {
      at: container.nameValue,
      message: `The sidecar "${container.label}" only sleeps: it is there to be entered. Remove it; \`kubectl debug\` adds a container when one is needed.`,
      fixes: [
        {
          title: `Remove "${container.label}" (nobody can enter it any more)`,
          isPreferred: false,
          change: () => removeItem(pod.resource.document, container.value),
        },
      ],
    };
  },
};

/** The conditions of loops and the handling of signals do nothing either. */
const IDLE = new Set(['sleep', 'true', ':', 'wait', 'trap', 'read', 'pause']);

function onlyWaits({ program, args }: ShellCommand): boolean {
  return IDLE.has(program) || (program === 'tail' && args.includes('/dev/null'));
}
