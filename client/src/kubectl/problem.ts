import { KubectlError } from './kubectl';

/** What keeps kubectl from doing something, in words for the user. */
export interface Problem {
  readonly kind: ProblemKind;
  /** What happened, to what, and what to do. */
  readonly message: string;
}

export type ProblemKind =
  | 'missing'
  | 'timeout'
  | 'no-kubeconfig'
  | 'broken-kubeconfig'
  | 'unknown-context'
  | 'login-program-missing'
  | 'login-failed'
  | 'unauthorized'
  | 'certificate'
  | 'unreachable'
  | 'forbidden'
  | 'not-found'
  | 'not-running'
  | 'no-shell'
  | 'other';

/** A cause, as kubectl's own words tell it: the first one that fits counts. */
const CAUSES: readonly { kind: ProblemKind; said: RegExp; message: (found: RegExpExecArray) => string }[] = [
  {
    kind: 'broken-kubeconfig',
    said: /error loading config file "([^"]*)"/,
    message: ([, file]) => `kubectl can't read the kubeconfig ${file}. Correct it; the output has the place.`,
  },
  {
    kind: 'unknown-context',
    said: /context "([^"]*)" does not exist|context was not found for specified context: (.*)/,
    message: ([, one, other]) =>
      `The kubeconfig has no context "${one ?? other}" any more. Run the command again, and choose another one.`,
  },
  {
    kind: 'login-program-missing',
    said: /getting credentials: exec: executable (\S+) not found/,
    message: ([, program]) =>
      `kubectl logs in with the program "${program}", which is not installed here or not on the PATH of VS Code. Install it, or start VS Code from a terminal that has it.`,
  },
  {
    kind: 'login-failed',
    said: /getting credentials: (.*)/,
    message: () =>
      'kubectl could not log in: the program that gets its credentials failed. Run "kubectl get pods" in a terminal, where it can ask you to log in, and then try again.',
  },
  {
    kind: 'unauthorized',
    said: /You must be logged in to the server|\(Unauthorized\)|asked for the client to provide credentials/,
    message: () => 'The cluster does not take your login, which may have expired. Log in again, and then try again.',
  },
  {
    kind: 'certificate',
    said: /x509: |tls: failed to verify certificate/,
    message: () =>
      "The cluster's certificate is not one that the kubeconfig trusts. Check the context's server and certificate authority before anything else: somebody may be in between.",
  },
  {
    kind: 'no-kubeconfig',
    said: /server localhost:8080 was refused|no configuration has been provided|Missing or incomplete configuration info/,
    message: () =>
      'kubectl has no kubeconfig that names a cluster. Get one from whoever runs the cluster, as ~/.kube/config or in KUBECONFIG.',
  },
  {
    kind: 'timeout',
    said: /i\/o timeout|Client\.Timeout exceeded|context deadline exceeded|request canceled|TLS handshake timeout/,
    message: () => 'The cluster did not answer in time. Check that it runs, and whether it needs a VPN.',
  },
  {
    kind: 'unreachable',
    said: /Unable to connect to the server|was refused - did you specify|no such host|connection refused|network is unreachable/,
    message: () =>
      'The cluster can not be reached. Check that it runs, that the context has its right address, and whether it needs a VPN.',
  },
  {
    kind: 'not-running',
    said: /container not found \("([^"]*)"\)|cannot exec (?:in|into) a container in a completed pod|container (?:\S+ )?is not (?:created or )?running/,
    message: () => 'The container does not run any more. Refresh the list, and choose one that runs.',
  },
  {
    kind: 'no-shell',
    said: /executable file not found|exec: "[^"]*": stat .*no such file or directory|exit code 12[67]/,
    message: () => 'This container has no shell.',
  },
  {
    kind: 'forbidden',
    said: /cannot (\S+) resource "([^"]*)"(?: in API group "[^"]*")?( in the namespace "[^"]*")?/,
    message: ([, verb, resource, where = '']) =>
      `You may not ${verb} ${resource}${where}. Ask whoever runs the cluster for a role that allows it.`,
  },
  {
    kind: 'forbidden',
    said: /\(Forbidden\)|is forbidden/,
    message: () => 'The cluster forbids it. Ask whoever runs it for a role that allows it; the output has the reason.',
  },
  {
    kind: 'not-found',
    said: /\(NotFound\)|not found/,
    message: () => 'It is gone in the meantime. Refresh the list, and choose another one.',
  },
];

/** What an error of kubectl means; `undefined` for an error of anything else. */
export function problemOf(error: unknown): Problem | undefined {
  if (!(error instanceof KubectlError)) return undefined;
  if (error.stderr === '' && error.exitCode === undefined) {
    const message = `kubectl could not be started (${String(error.cause)}). Check the setting sidecarGuard.kubectl.path, or that it is on the PATH.`;
    return { kind: 'missing', message };
  }
  for (const { kind, said, message } of CAUSES) {
    const found = said.exec(error.stderr);
    if (found) return { kind, message: message(found) };
  }
  const [line = ''] = error.stderr.trim().split('\n').slice(-1);
  return { kind: 'other', message: `kubectl could not do it: ${line.replace(/^error: /, '')}` };
}
