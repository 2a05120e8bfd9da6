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
  | 'other';

/** What a message can be about. */
export interface Situation {
  /** `context "prod"`, or the current one. */
  readonly context: string;
  /** Whether no context was named. */
  readonly isCurrent: boolean;
  readonly container: string;
  /** How to log in, as a sentence without its beginning and end. */
  readonly login: string;
  /** What logs in, as a subject of a sentence; empty where nothing does. */
  readonly loginProgram: string;
  /** The last line that somebody else than kubectl wrote, in quotation marks; empty where there is none. */
  readonly othersSaid: string;
}

/** Why kubectl failed, as its last words tell it. */
export interface Cause {
  readonly kind: ProblemKind;
  readonly said: RegExp;
  /** Makes sentences of the expression's groups; a group that isn't there is empty. */
  readonly message: (situation: Situation, ...groups: string[]) => string;
}

const ASK_FOR_ROLE = 'Ask whoever runs the cluster for a role that allows it.';

/** The first one that fits counts: what is more exact stands before what it contains. */
export const CAUSES: readonly Cause[] = [
  {
    kind: 'broken-kubeconfig',
    said: /error loading config file "([^"]*)": ([^\n]*)/,
    message: (_, file = '', reason) =>
      `kubectl can't read the kubeconfig ${file} (${reason}). Correct it, and then try again.`,
  },
  {
    kind: 'broken-kubeconfig',
    said: /unable to read (\S+) (\S+) for ([^\n]*) due to ([^\n]*)/,
    message: ({ context }, what, file, whose) =>
      `The kubeconfig names ${file} as ${what} of "${whose}" for ${context}, and it can't be read. Correct the path, or get the kubeconfig again.`,
  },
  {
    kind: 'unknown-context',
    said: /context "(.*)" does not exist|context was not found for specified context: ([\s\S]*)/,
    message: ({ context }) => `The kubeconfig does not have ${context}. Choose another one.`,
  },
  {
    kind: 'broken-kubeconfig',
    said: /invalid configuration: |exec plugin: invalid apiVersion|auth plugin has been removed|no Auth Provider found|failed to find any PEM data|private key does not match|unable to load root certificates/,
    message: ({ context }) =>
      `What the kubeconfig says about ${context} is not complete, or is too old for this kubectl. Get it again from whoever runs the cluster.`,
  },
  {
    kind: 'exec-plugin-missing',
    said: /getting credentials: exec: (?:executable (\S+) not found|(?:fork\/)?exec:? (\S+?): (?:no such file|executable file not found))/,
    message: ({ context }, name, path) =>
      `kubectl logs in to ${context} with "${name || path}", which is not installed, or not on the PATH here. Install it; where a terminal has it, start VS Code or this command from there.`,
  },
  {
    kind: 'exec-plugin',
    said: /getting credentials: exec plugin cannot support interactive mode/,
    message: ({ context, login }) =>
      `The login of ${context} needs a terminal, which kubectl does not have here. Log in once: ${login}; then try again.`,
  },
  {
    kind: 'exec-plugin',
    said: /getting credentials: exec: executable (.*) failed with exit code (-?\d+)/,
    message: ({ context, login, othersSaid }, program, code) =>
      `"${program}", which logs in to ${context}, failed with ${othersSaid || `exit code ${code}`}. To log in, ${login}, and then try again.`,
  },
  {
    kind: 'exec-plugin',
    said: /getting credentials: ([^\n]*)/,
    message: ({ context, login }, reason) =>
      `The program that logs in to ${context} gave no credentials (${reason}). To see why, ${login}.`,
  },
  {
    kind: 'unauthorized',
    said: /You must be logged in to the server|\(Unauthorized\)|asked for the client to provide credentials/,
    message: ({ context, login, loginProgram }) => {
      const again = loginProgram === '' ? 'get a new kubeconfig from whoever runs the cluster' : login;
      return `The cluster does not take your login of ${context}: it may have expired. Log in again as you did the first time, or ${again}.`;
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
    said: /x509: certificate has expired or is not yet valid[^\n]*/,
    message: ({ context }) =>
      `The certificate of the cluster of ${context} has expired, or the clock of this machine is wrong. Check the clock, and then ask whoever runs the cluster.`,
  },
  {
    kind: 'certificate',
    said: /x509: |tls: failed to verify certificate/,
    message: ({ context }) =>
      `The cluster of ${context} has a certificate that the kubeconfig does not trust. Check its address and certificate authority before anything else: somebody may be in between.`,
  },
  {
    kind: 'certificate',
    said: /remote error: tls: (?:[^\n]*certificate[^\n]*)/,
    message: ({ context }) =>
      `The cluster does not take the client certificate of ${context}: it may have expired. Get a new kubeconfig from whoever runs the cluster.`,
  },
  {
    kind: 'no-kubeconfig',
    said: /server localhost:8080 was refused|no configuration has been provided|Missing or incomplete configuration info/,
    // kubectl asks this port of its own machine where it knows no cluster, and also where the context's is not there.
    message: ({ context, isCurrent }) =>
      isCurrent
        ? 'kubectl has no kubeconfig that names a cluster. Get one from whoever runs the cluster, as ~/.kube/config or in KUBECONFIG.'
        : `The kubeconfig does not say where the cluster of ${context} is. Get it again from whoever runs the cluster.`,
  },
  {
    kind: 'timeout',
    said: /i\/o timeout|Client\.Timeout exceeded|deadline exceeded|request canceled|TLS handshake timeout|\(Timeout\)/,
    message: ({ context }) =>
      `The cluster of ${context} did not answer in time. Check that it runs, and whether it needs a VPN; then try again.`,
  },
  {
    kind: 'other',
    said: /^Error from server \((?:Expired|Gone)\)/,
    message: ({ context }) =>
      `The cluster of ${context} has forgotten several times how to go on with a list before it was read: reading takes too long here. Ask for one namespace alone, or try again from nearer to the cluster.`,
  },
  {
    kind: 'unreachable',
    said: /lookup (\S+?)(?: on \S+)?: (?:no such host|[^\n]*)/,
    message: ({ context }, host) =>
      `The name "${host}" of the cluster of ${context} is not known here. Check the address in the kubeconfig, and whether it needs a VPN.`,
  },
  {
    kind: 'unreachable',
    said: /The connection to the server (\S+) was refused|dial tcp (\S+): connect: connection refused/,
    message: ({ context }, one, other) =>
      `Nothing answers at ${one || other}, where ${context} has its cluster. Start the cluster, or the VPN or proxy to it.`,
  },
  {
    kind: 'unreachable',
    said: /^Unable to connect to the server: ([^\n]*)/,
    message: ({ context }, reason) =>
      `The cluster of ${context} can not be reached (${reason}). Check that it runs, its address, and whether it needs a VPN or proxy.`,
  },
  {
    kind: 'container-not-running',
    said: /container not found \("|in a completed pod|in a stopped container|container (?:\S+ )?is not (?:created or )?running|CONTAINER_EXITED|does not have a host assigned|is waiting to start|is terminated/,
    message: ({ container }) => `Nothing can be done in ${container}, which does not run. Choose one that runs.`,
  },
  {
    kind: 'no-shell',
    said: /executable file not found|exec: "[^"]*": stat .*no such file or directory|hcs::System::CreateProcess|exit code 12[67]$/,
    message: ({ container }) =>
      `There is no shell in ${container}. Debug it by an ephemeral container with an image that has one.`,
  },
  {
    kind: 'forbidden',
    said: /User "(.*?)" cannot (\S+) resource "([^"]*)"(?: in API group "[^"]*")?( in the namespace "[^"]*")?/,
    message: ({ context }, user, verb, resource, where = '') =>
      `In ${context}, "${user}" may not ${verb} ${resource}${where}. ${ASK_FOR_ROLE}`,
  },
  {
    kind: 'forbidden',
    said: /^Error from server \(Forbidden\): ([^\n]*)|^error: (.*is forbidden[^\n]*)/,
    message: ({ context }, one, other) => `The cluster of ${context} forbids it: ${one || other}. ${ASK_FOR_ROLE}`,
  },
  {
    kind: 'not-found',
    said: /previous terminated container "([^"]*)" in pod "([^"]*)" not found/,
    message: (_, container, pod) => `"${container}" of "${pod}" has no logs of before: it has not been restarted.`,
  },
  {
    kind: 'not-found',
    said: /container (\S+) is not valid for pod (\S+)/,
    message: (_, container, pod) =>
      `The pod "${pod}" has no container "${container}", or not any more. Look what it has now, and choose another one.`,
  },
  {
    kind: 'not-found',
    said: /the server could not find the requested resource|the server doesn't have a resource type/,
    message: ({ context }) =>
      `The cluster of ${context} does not know what was asked for: it is too old, or too new for this kubectl.`,
  },
  {
    kind: 'not-found',
    said: /(\S+) "([^"]*)" not found/,
    message: (_, kind, name) =>
      `There is no "${name}" among the ${kind}, or not any more. Look what there is now, and choose another one.`,
  },
];
