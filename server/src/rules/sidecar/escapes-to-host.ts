import { examplePod } from '../example';
import { links } from '../links';
import { commandRule } from './command-rule';

export const escapesToHost = commandRule({
  id: 'escapes-to-host',
  severity: 'error',
  title: 'A container breaks out into its node',
  why: 'Entering the namespaces of process 1, changing the root to a mounted node, or telling the kernel to run a program of ours are the ways out of a privileged container: from there on it is the node, and every pod on it.',
  fix: 'Take the line away, and the privileges that make it work. Agents that tune nodes belong into a DaemonSet in a namespace of their own.',
  references: [links.privilegedContainer, links.restrictContainers],
  examples: {
    bad: examplePod({ container: 'command: [nsenter, --target, "1", --mount, --, sh] # error' }),
    good: examplePod({ container: 'command: [chroot, /srv/jail, web]' }),
  },
  patterns: [
    {
      does: 'enters the namespaces of the node',
      matches: ({ program, args }) =>
        program === 'nsenter' && /(?:^| )(?:-t ?|--target[ =])1(?: |$)/.test(args.join(' ')),
    },
    {
      does: 'changes its root to the file system of the node',
      matches: ({ program, args }) =>
        program === 'chroot' &&
        args.some((word) => /^\/(?:host(?:fs)?|node|rootfs|mnt\/(?:host|root))(?:\/|$)/.test(word)),
    },
    {
      does: 'tells the kernel of the node to run a program',
      matches: ({ program, args, redirects }) => {
        const isWritten = (path: string): boolean =>
          /(?:^|\/)(?:release_agent|core_pattern|binfmt_misc\/register|uevent_helper)$/.test(path);
        if (redirects.some(({ operator, target }) => operator.includes('>') && isWritten(target))) return true;
        if (program === 'sysctl') return args.some((word) => /^kernel\.core_pattern=\|/.test(word));
        return program === 'tee' && args.some(isWritten);
      },
    },
  ],
  advice: 'Take it away, and the privileges that make it work.',
  severityFor: ({ kind }) => (kind === 'DaemonSet' ? 'warning' : 'error'),
});
