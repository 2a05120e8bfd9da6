import { COMMAND_FIELDS } from '../../pod/every-command';
import type { ShellCommand } from '../../pod/shell';
import { sidecarPod } from '../example';
import { links } from '../links';
import { commandRule } from './command-rule';
import { TOKEN_PATH } from './shell-patterns';

const METADATA =
  /169\.254\.169\.254|169\.254\.170\.2\b|metadata\.google\.internal|\[?fd00:ec2::254\]?|metadata\.azure\./;
const CLIENTS = new Set(['curl', 'wget', 'fetch', 'http', 'nc', 'ncat', 'netcat', 'python', 'python3']);

export const readsCredentials = commandRule({
  id: 'reads-credentials',
  severity: 'information',
  title: 'A command that reads credentials of the pod or of its node',
  why: 'Attackers often read the service account token and the metadata service of the cloud first. With these credentials, they can act as the pod in the cluster, or as the node in the cloud. A sidecar rarely needs them.',
  fix: 'Remove the command, or give the container its own identity: a projected token for its audience, or the workload identity of the cloud.',
  references: [links.containerServiceAccount, links.disableAutomount],
  peers: { Kubescape: ['C-0052', 'C-0053'] },
  examples: {
    bad: sidecarPod({
      sidecar: 'command:\n  - sh\n  - -c\n  - |\n    curl -s http://169.254.169.254/latest/meta-data/ # warning',
    }),
    good: sidecarPod({ sidecar: 'command: [sh, -c, "curl -s http://localhost:8080/metrics"]' }),
  },
  fields: COMMAND_FIELDS,
  patterns: [
    {
      risk: 'Access to the cloud credentials of the node',
      matches: (command) => CLIENTS.has(command.program) && command.args.some((word) => METADATA.test(word)),
    },
    { risk: 'Access to the service account token', matches: readsToken },
  ],
  advice: 'Remove the command, or give the container its own identity.',
  severityFor: ({ isSidecar }) => (isSidecar ? 'warning' : 'information'),
});

function readsToken({ args, redirects }: ShellCommand): boolean {
  return [...args, ...redirects.map(({ target }) => target)].some((word) => TOKEN_PATH.test(word));
}
