import { COMMAND_FIELDS } from '../../pod/every-command';
import { examplePod } from '../example';
import { links } from '../links';
import { commandRule } from './command-rule';

export const escapesToHost = commandRule({
  id: 'escapes-to-host',
  severity: 'error',
  severities: 'It is a warning in a DaemonSet: agents of nodes set up their nodes so.',
  title: 'A container that escapes to its node',
  why: 'A privileged container can escape to its node: it enters the namespaces of process 1, changes its root to the mounted file system of the node, or makes the kernel run a program. It then controls the node and all pods on the node.',
  fix: 'Remove the command and the privileges that it needs. If an agent must configure nodes, run it as a DaemonSet in its own namespace.',
  references: [links.privilegedContainer, links.restrictContainers],
  examples: {
    bad: examplePod({ container: 'command: [nsenter, --target, "1", --mount, --, sh] # error' }),
    good: examplePod({ container: 'command: [chroot, /srv/jail, web]' }),
  },
  fields: COMMAND_FIELDS,
  patterns: [
    {
      risk: 'Escape to the node through its namespaces',
      matches: ({ program, args }) =>
        program === 'nsenter' &&
        (/(?:^| )(?:-[a-zA-Z]*t ?|--target[ =])1(?: |$)/.test(args.join(' ')) ||
          args.some((word) => /^(?:-\w|--\w+=)\/(?:[\w.-]+\/)*proc\/1\/ns(?:\/|$)/.test(word))),
    },
    {
      risk: 'Escape to the node through its file system',
      matches: ({ program, args }) =>
        program === 'chroot' &&
        args.some((word) =>
          /^\/(?:(?:host|node)(?:[-_]?(?:fs|root|system))?|root(?:fs|[-_]?mount)|mnt\/(?:host|root))(?:\/|$)/.test(
            word,
          ),
        ),
    },
    {
      risk: 'Escape to the node through its container runtime',
      matches: ({ program, args }) => RUNTIME_CLIENTS.has(program) && args.some(startsContainer) && mountsRoot(args),
    },
    {
      risk: 'Escape to the node through its kernel',
      matches: ({ program, args, redirects }) => {
        const isWritten = (path: string): boolean =>
          /(?:^|\/)(?:release_agent|core_pattern|binfmt_misc\/register|uevent_helper)$/.test(path);
        if (redirects.some(({ operator, target }) => operator.includes('>') && isWritten(target))) return true;
        if (program === 'sysctl') return args.some((word) => /^kernel\.core_pattern=\|/.test(word));
        return program === 'tee' && args.some(isWritten);
      },
    },
  ],
  advice: 'Remove the command and the privileges that it needs.',
  severityFor: ({ kind }) => (kind === 'DaemonSet' ? 'warning' : 'error'),
});

const RUNTIME_CLIENTS = new Set(['docker', 'nerdctl', 'podman', 'ctr']);

function startsContainer(word: string): boolean {
  return word === 'run' || word === 'create';
}

/** Whether a new container gets the root of the node: `-v /:/host`, `--volume=/:/host`, `--mount type=bind,src=/,dst=/host`. */
function mountsRoot(args: readonly string[]): boolean {
  return args.some((word) => /^(?:-v|--volume=)?\/:\//.test(word) || /(?:^|[=,])(?:src|source)=\/(?:,|$)/.test(word));
}
