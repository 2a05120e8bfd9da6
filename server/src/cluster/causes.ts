export type ProblemKind =
  | 'missing'
  | 'not-executable'
  | 'too-old'
  | 'no-kubeconfig'
  | 'broken-kubeconfig'
  | 'unknown-context'
  | 'unreachable'
  | 'timeout'
  | 'certificate'
  | 'forbidden'
  | 'unauthorized'
  | 'exec-plugin'
  | 'exec-plugin-missing'
  | 'not-found'
  | 'no-shell'
  | 'container-not-running'
  | 'connection-lost'
  | 'other';

/** What a message can name. */
export interface Situation {
  /** `context "prod"`, or the current one. */
  readonly context: string;
  /** Whether no context was named. */
  readonly isCurrent: boolean;
  readonly container: string;
  /** How to log in: the middle of a sentence. */
  readonly login: string;
  /** The login program, as a subject of a sentence; empty if there is none. */
  readonly loginProgram: string;
  /** The last line of a program other than kubectl, in quotation marks; empty if there is none. */
  readonly othersSaid: string;
}

/**
 * Why kubectl failed, by its last words. The cluster writes some of these words, so every repetition has a limit, and no
 * repetition can begin at every place of the one before: matching takes linear time.
 */
export interface ProblemCause {
  readonly kind: ProblemKind;
  readonly said: RegExp;
  /** Makes sentences from the groups of the expression; a missing group is empty. */
  readonly message: (situation: Situation, ...groups: string[]) => string;
}

const ASK_FOR_ROLE = 'Ask your cluster administrator for a role that allows it.';

/** The first cause that matches counts, so a more exact cause comes before a more general one. */
export const CAUSES: readonly ProblemCause[] = [
  {
    kind: 'broken-kubeconfig',
    said: /error loading config file "([^"\n]{0,1000})": ([^\n]{0,1000})/,
    message: (_, file = '', reason) =>
      `kubectl can't read the kubeconfig ${file} (${reason}). Correct the file, then try again.`,
  },
  {
    kind: 'broken-kubeconfig',
    said: /unable to read (\S{1,100}) (\S{1,1000}) for ([^\n]{0,300}?) due to /,
    message: ({ context }, what, file, whose) =>
      `kubectl can't read ${file}, which the kubeconfig names as ${what} of "${whose}" for ${context}. Correct the path, or get a new kubeconfig.`,
  },
  {
    kind: 'unknown-context',
    said: /context "[^\n]{0,1000}" does not exist|context was not found for specified context: /,
    message: ({ context }) => `The kubeconfig does not have ${context}. Choose another context.`,
  },
  {
    kind: 'broken-kubeconfig',
    said: /invalid configuration: |exec plugin: invalid apiVersion|auth plugin has been removed|no Auth Provider found|failed to find any PEM data|private key does not match|unable to load root certificates/,
    message: ({ context }) =>
      `The kubeconfig entry for ${context} is incomplete, or too old for this kubectl. Get a new kubeconfig from your cluster administrator.`,
  },
  {
    kind: 'exec-plugin-missing',
    said: /getting credentials: exec: (?:executable (\S{1,1000}) not found|(?:fork\/)?exec:? (\S{1,1000}?): (?:no such file|executable file not found))/,
    message: ({ context }, name, path) =>
      `kubectl logs in to ${context} with "${name || path}", which is not installed or not on the PATH. Install it. If it works in your terminal, start VS Code or this command from that terminal.`,
  },
  {
    kind: 'exec-plugin',
    said: /getting credentials: exec plugin cannot support interactive mode/,
    message: ({ context, login }) =>
      `The login to ${context} needs a terminal, and kubectl has none here. To log in, ${login}, then try again.`,
  },
  {
    kind: 'exec-plugin',
    said: /getting credentials: exec: executable ([^\n]{0,1000}?) failed with exit code (-?\d{1,20})/,
    message: ({ context, login, othersSaid }, program, code) =>
      `"${program}", which logs in to ${context}, failed with ${othersSaid || `exit code ${code}`}. To log in, ${login}, then try again.`,
  },
  {
    kind: 'exec-plugin',
    said: /getting credentials: ([^\n]{0,1000})/,
    message: ({ context, login }, reason) =>
      `The program that logs in to ${context} gave no credentials (${reason}). To see why, ${login}.`,
  },
  {
    kind: 'unauthorized',
    said: /You must be logged in to the server|\(Unauthorized\)|asked for the client to provide credentials/,
    message: ({ context, login, loginProgram }) => {
      const again = loginProgram === '' ? 'get a new kubeconfig from your cluster administrator' : login;
      return `The cluster rejects your login to ${context}: it may have expired. Log in again as you did the first time, or ${again}.`;
    },
  },
  {
    kind: 'unauthorized',
    said: /^error: EOF$|User "system:anonymous" cannot/,
    message: ({ context }) =>
      `The kubeconfig has no credentials for ${context}, so the cluster does not know who you are. Log in again, or get a new kubeconfig.`,
  },
  {
    kind: 'certificate',
    said: /x509: certificate has expired or is not yet valid/,
    message: ({ context }) =>
      `The certificate of the cluster of ${context} has expired, or the clock of this machine is wrong. Check the clock, then ask your cluster administrator.`,
  },
  {
    kind: 'certificate',
    said: /x509: |tls: failed to verify certificate/,
    message: ({ context }) =>
      `The cluster of ${context} has a certificate that the kubeconfig does not trust. An attacker may be intercepting the connection. Check the address and the certificate authority in the kubeconfig before you connect.`,
  },
  {
    kind: 'certificate',
    said: /remote error: tls: [^\n]{0,300}certificate/,
    message: ({ context }) =>
      `The cluster rejects the client certificate of ${context}: it may have expired. Get a new kubeconfig from your cluster administrator.`,
  },
  {
    kind: 'no-kubeconfig',
    said: /server localhost:8080 was refused|no configuration has been provided|Missing or incomplete configuration info/,
    // kubectl falls back to this port of its own machine if it knows no cluster, or if the cluster of the context is missing.
    message: ({ context, isCurrent }) =>
      isCurrent
        ? 'kubectl has no kubeconfig that names a cluster. Get one from your cluster administrator, and save it as ~/.kube/config or set KUBECONFIG to its path.'
        : `The kubeconfig does not say where the cluster of ${context} is. Get a new kubeconfig from your cluster administrator.`,
  },
  {
    // kubectl goes on asking for the log of a pod that it may not read, until its time is up.
    kind: 'forbidden',
    said: /User "([^\n]{0,300}?)" cannot (\S{1,100}) resource "([^"]{0,300})"(?: in API group "[^"]{0,300}")?( in the namespace "[^"]{0,300}")?/,
    message: ({ context }, user, verb, resource, where = '') =>
      `In ${context}, "${user}" may not ${verb} ${resource}${where}. ${ASK_FOR_ROLE}`,
  },
  {
    kind: 'timeout',
    said: /i\/o timeout|Client\.Timeout exceeded|deadline exceeded|request canceled|TLS handshake timeout|\(Timeout\)/,
    message: ({ context }) =>
      `The cluster of ${context} did not answer in time. Check that it runs and whether you need a VPN, then try again.`,
  },
  {
    kind: 'other',
    said: /^Error from server \((?:Expired|Gone)\)/,
    message: ({ context }) =>
      `Reading a list from the cluster of ${context} took too long: the list expired several times before it was complete. Choose one namespace, or try again from a machine closer to the cluster.`,
  },
  {
    kind: 'unreachable',
    said: /lookup (\S{1,300}?)(?: on \S{1,300})?: /,
    message: ({ context }, host) =>
      `The host name "${host}" of the cluster of ${context} can't be resolved. Check the address in the kubeconfig and whether you need a VPN.`,
  },
  {
    kind: 'unreachable',
    said: /The connection to the server (\S{1,1000}) was refused|dial tcp (\S{1,1000}): connect: connection refused/,
    message: ({ context }, one, other) =>
      `Nothing answers at ${one || other}, the address of the cluster of ${context}. Start the cluster, or the VPN or proxy to it.`,
  },
  {
    kind: 'unreachable',
    said: /^Unable to connect to the server: ([^\n]{0,1000})/,
    message: ({ context }, reason) =>
      `The cluster of ${context} can't be reached (${reason}). Check that it runs, that its address is correct, and whether you need a VPN or proxy.`,
  },
  {
    kind: 'connection-lost',
    said: /lost connection to pod/,
    message: () =>
      'The connection to the pod was lost: the pod was deleted or restarted, or nothing in it listens on this port.',
  },
  {
    kind: 'other',
    said: /unable to listen on any of the requested ports|Unable to listen on port (\d{1,5})/,
    message: (_, port) =>
      `kubectl can't open the local port${port === '' ? '' : ` ${port}`}: it is in use, or you may not open it. Choose another local port.`,
  },
  {
    kind: 'not-found',
    said: /invalid service '([^'\n]{0,300})': Service is defined without a selector/,
    message: (_, service) =>
      `The Service "${service}" has no selector, so kubectl does not know its pods. Forward a port of a pod.`,
  },
  {
    kind: 'not-found',
    said: /Service (\S{1,300}) does not have a service port (\d{1,5})/,
    message: (_, service, port) => `The Service "${service}" has no port ${port}. Choose one of its ports.`,
  },
  {
    kind: 'container-not-running',
    said: /unable to forward port because pod is not running\. Current status=(\w{1,50})/,
    message: (_, status) => `A port is forwarded only to a running pod, and this one is ${status}. Choose another pod.`,
  },
  {
    kind: 'container-not-running',
    said: /^error: timed out waiting for the condition/,
    message: () => 'No pod of it has started to run within a minute. Look at its pods and their events.',
  },
  {
    kind: 'container-not-running',
    said: /container not found \("|in a completed pod|in a stopped container|container (?:\S{1,300} )?is not (?:created or )?running|CONTAINER_EXITED|does not have a host assigned|is waiting to start|is terminated/,
    message: ({ container }) =>
      `kubectl can't run a command in ${container}: it is not running. Choose a running container.`,
  },
  {
    kind: 'no-shell',
    said: /executable file not found|exec: "[^"\n]{0,1000}": stat [^\n]{0,1000}no such file or directory|hcs::System::CreateProcess|exit code 12[67]$/,
    message: ({ container }) =>
      `There is no shell in ${container}. Debug it with an ephemeral container whose image has one.`,
  },
  {
    kind: 'forbidden',
    said: /^Error from server \(Forbidden\): ([^\n]{0,1000})|^error: ([^\n]{0,1000}?is forbidden[^\n]{0,1000})/,
    message: ({ context }, one, other) =>
      `The cluster of ${context} refused the request: ${one || other}. ${ASK_FOR_ROLE}`,
  },
  {
    kind: 'not-found',
    said: /previous terminated container "([^"]{0,300})" in pod "([^"]{0,300})" not found/,
    message: (_, container, pod) => `There are no previous logs of "${container}" in "${pod}": it has not restarted.`,
  },
  {
    kind: 'not-found',
    said: /container (\S{1,300}) is not valid for pod (\S{1,300})/,
    message: (_, container, pod) =>
      `The pod "${pod}" has no container "${container}"; it may have been removed. Choose another container.`,
  },
  {
    kind: 'not-found',
    said: /the server could not find the requested resource|the server doesn't have a resource type/,
    message: ({ context }) =>
      `The cluster of ${context} does not have the requested resource: the cluster is too old, or too new for this kubectl.`,
  },
  {
    kind: 'not-found',
    said: /(?<!\S)(\S{1,300}) "([^"]{0,300})" not found/,
    message: (_, kind, name) =>
      `There is no "${name}" among the ${kind}; it may have been deleted. Choose another one.`,
  },
];
