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
  title: 'A command reads credentials of the pod or of its node',
  why: "The token of the service account and the cloud's metadata address are what an attacker reads first: with them, a foothold in one container acts as the pod in the cluster, or as the node in the cloud. A sidecar rarely has a reason to.",
  fix: 'Take the line away, or give the container an identity of its own: a projected token for its audience, or the workload identity of the cloud.',
  references: [links.containerServiceAccount, links.disableAutomount],
  peers: { Kubescape: ['C-0052', 'C-0053'] },
  examples: {
    bad: sidecarPod({
      sidecar: 'command:\n  - sh\n  - -c\n  - |\n    curl -s http://169.254.169.254/latest/meta-data/ # warning',
    }),
    good: sidecarPod({ sidecar: 'command: [sh, -c, "curl -s http://localhost:8080/metrics"]' }),
  },
  patterns: [
    {
      does: "asks the cloud's metadata service for the credentials of the node",
      matches: (command) => CLIENTS.has(command.program) && command.args.some((word) => METADATA.test(word)),
    },
    { does: 'reads the token of the service account', matches: readsToken },
  ],
  advice: 'Take it away, or give the container an identity of its own.',
  severityFor: ({ isSidecar }) => (isSidecar ? 'warning' : 'information'),
});

function readsToken({ args, redirects }: ShellCommand): boolean {
  return [...args, ...redirects.map(({ target }) => target)].some((word) => TOKEN_PATH.test(word));
}
