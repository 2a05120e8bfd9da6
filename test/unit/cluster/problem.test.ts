import { describe, expect, test } from 'vitest';
import type { ProblemKind } from '../../../server/src/cluster/causes.ts';
import { KubectlError, TimeUp } from '../../../server/src/cluster/kubectl.ts';
import { type Login, problemOf } from '../../../server/src/cluster/problem.ts';

const WORDS = ['--context=prod', '--namespace=shop', 'exec', 'pod/web', '--container=app', '--', 'sh', '--context=no'];

function said(stderr: string, words: readonly string[] = WORDS) {
  return problemOf(new KubectlError(words, stderr, 1));
}

/** Words that need a kubelet, a cloud or a proxy to come up. */
const WORDS_OF_OTHERS: [string, ProblemKind, string][] = [
  [
    'E1130 22:07:45.435988   20130 portforward.go:522] "Unhandled Error" err="an error occurred forwarding 8080 -> 80"\nerror: lost connection to pod',
    'connection-lost',
    'The connection to the pod was lost: the pod was deleted or restarted, or nothing in it listens on this port.',
  ],
  [
    "error: invalid service 'db': Service is defined without a selector",
    'not-found',
    'The Service "db" has no selector, so kubectl does not know its pods. Forward a port of a pod.',
  ],
  [
    'Unable to listen on port 8080: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:8080: bind: address already in use]\nerror: unable to listen on any of the requested ports: [{8080 80}]',
    'other',
    "kubectl can't open the local port: it is in use, or you may not open it. Choose another local port.",
  ],
  [
    'error: unable to forward port because pod is not running. Current status=Pending',
    'container-not-running',
    'A port is forwarded only to a running pod, and this one is Pending. Choose another pod.',
  ],
  [
    'error: timed out waiting for the condition',
    'container-not-running',
    'No pod of it has started to run within a minute. Look at its pods and their events.',
  ],
  [
    'error: unable to upgrade connection: container not found ("app")',
    'container-not-running',
    'kubectl can\'t run a command in the container "app": it is not running. Choose a running container.',
  ],
  ['error: cannot exec into a container in a completed pod; current phase is Succeeded', 'container-not-running', ''],
  ['error: cannot exec in a container in a completed pod; current phase is Failed', 'container-not-running', ''],
  ['Error from server (BadRequest): pod web does not have a host assigned', 'container-not-running', ''],
  [
    'Error from server (BadRequest): container "app" in pod "web" is waiting to start: ContainerCreating',
    'container-not-running',
    '',
  ],
  [
    'error: Internal error occurred: error executing command in container: container is not created or running',
    'container-not-running',
    '',
  ],
  [
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown\r\ncommand terminated with exit code 126',
    'no-shell',
    'There is no shell in the container "app". Debug it with an ephemeral container whose image has one.',
  ],
  [
    'error: Internal error occurred: error executing command in container: failed to exec in container: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown',
    'no-shell',
    '',
  ],
  [
    'error: Internal error occurred: hcs::System::CreateProcess app: The system cannot find the file specified.',
    'no-shell',
    '',
  ],
  [
    'Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout',
    'timeout',
    'The cluster of the context "prod" did not answer in time. Check that it runs and whether you need a VPN, then try again.',
  ],
  ['Unable to connect to the server: net/http: TLS handshake timeout', 'timeout', ''],
  ['Error from server (Timeout): Timeout: request did not complete within the allotted timeout', 'timeout', ''],
  [
    'Unable to connect to the server: dial tcp 10.0.0.1:443: connect: no route to host',
    'unreachable',
    'The cluster of the context "prod" can\'t be reached (dial tcp 10.0.0.1:443: connect: no route to host). Check that it runs, that its address is correct, and whether you need a VPN or proxy.',
  ],
  [
    'Unable to connect to the server: proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused',
    'unreachable',
    'Nothing answers at 10.0.0.9:3128, the address of the cluster of the context "prod". Start the cluster, or the VPN or proxy to it.',
  ],
  [
    'Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-24T03:00:00Z is after 2026-11-23T00:00:00Z',
    'certificate',
    'The certificate of the cluster of the context "prod" has expired, or the clock of this machine is wrong. Check the clock, then ask your cluster administrator.',
  ],
  [
    'Unable to connect to the server: tls: failed to verify certificate: x509: certificate is valid for 10.0.0.1, not 10.0.0.2',
    'certificate',
    'The cluster of the context "prod" has a certificate that the kubeconfig does not trust. An attacker may be intercepting the connection. Check the address and the certificate authority in the kubeconfig before you connect.',
  ],
  [
    'Unable to connect to the server: remote error: tls: expired certificate',
    'certificate',
    'The cluster rejects the client certificate of the context "prod": it may have expired. Get a new kubeconfig from your cluster administrator.',
  ],
  [
    'error: tls: failed to find any PEM data in certificate input',
    'broken-kubeconfig',
    'The kubeconfig entry for the context "prod" is incomplete, or too old for this kubectl. Get a new kubeconfig from your cluster administrator.',
  ],
  [
    'Error from server (Forbidden): pods "web" is forbidden: violates PodSecurity "restricted:latest": privileged',
    'forbidden',
    'The cluster of the context "prod" refused the request: pods "web" is forbidden: violates PodSecurity "restricted:latest": privileged. Ask your cluster administrator for a role that allows it.',
  ],
  [
    'Error from server (Forbidden): nodes "n" is forbidden: User "system:serviceaccount:ci:bot" cannot get resource "nodes" in API group "" at the cluster scope',
    'forbidden',
    'In the context "prod", "system:serviceaccount:ci:bot" may not get nodes. Ask your cluster administrator for a role that allows it.',
  ],
  [
    'pods "web" is forbidden: User "me" cannot get resource "pods/log" in API group "" in the namespace "shop"\nerror: context deadline exceeded',
    'forbidden',
    'In the context "prod", "me" may not get pods/log in the namespace "shop". Ask your cluster administrator for a role that allows it.',
  ],
  ['error: unknown flag: --nonsense', 'other', 'kubectl failed: unknown flag: --nonsense'],
];

describe('what kubectl says is told in words for the user', () => {
  test.each(WORDS_OF_OTHERS)('%s', (stderr, kind, message) => {
    expect(said(stderr)).toMatchObject({ kind, kubectlSaid: stderr, ...(message !== '' && { message }) });
  });

  test('what its parts logged on the way, in one line or several, is not counted as said', () => {
    const log = [
      'E1124 03:12:35.932988   26563 memcache.go:265] "Unhandled Error" err=<',
      "\tcouldn't get current server API group list: getting credentials: exec: executable x not found",
      '',
      '\tIt looks like you are trying to use a client-go credential plugin that is not installed.',
      ' >',
      'W1124 03:12:35.932988   26563 loader.go:222] Config not found: /x',
    ];
    const words = ['the login says this', ...log, 'error: something new', ''].join('\n');
    expect(said(words)?.message).toBe('kubectl failed: something new');
    expect(said(['the login says this', ...log].join('\n'))?.message).toBe(
      'kubectl ended with exit code 1 and wrote "the login says this".',
    );
  });

  test('colours and rewritten lines are left out, and what is very long is cut', () => {
    const login = `\u001b[31mWaiting.\rWaiting..\r\n\u001b[1mError loading ${'x'.repeat(1000)}\u001b[0m\r\n`;
    const end =
      'Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 255\n';
    expect(said(login + end)?.message).toMatch(/, failed with "Error loading x{286}…"\. To log in, run /);
    expect(said(`error: ${'y'.repeat(1000)}`)?.message).toBe(`kubectl failed: ${'y'.repeat(300)}…`);
  });

  test('silence is said to be silence', () => {
    expect(said('')).toEqual({
      kind: 'other',
      message: 'kubectl ended with exit code 1 and gave no reason.',
      kubectlSaid: '',
    });
    const killed = problemOf(new KubectlError(WORDS, '', undefined));
    expect(killed).toMatchObject({ kind: 'other', message: 'kubectl was stopped and gave no reason.' });
  });

  test('without a context, it is the current one', () => {
    expect(said('Unable to connect to the server: EOF', ['get'])?.message).toBe(
      "The cluster of the current context can't be reached (EOF). Check that it runs, that its address is correct, and whether you need a VPN or proxy.",
    );
  });

  test('other errors are no problems of a cluster', () => {
    expect(problemOf(new Error('x509: something'))).toBeUndefined();
    expect(problemOf(undefined)).toBeUndefined();
  });
});

describe('a login that takes too long', () => {
  const timeUp = (stderr: string, login?: Login) =>
    problemOf(new KubectlError(WORDS, stderr, undefined, new TimeUp(60_000)), login)?.message;

  test('is said with its last words and how to log in', () => {
    expect(timeUp('Opening browser\nEnter the code ABCD\n', { program: 'tsh', command: 'tsh login' })).toBe(
      'The login to the context "prod" failed: "tsh" waited for input and was stopped after 60 s: "Enter the code ABCD". To log in, run "tsh login" or "kubectl --context=prod get namespaces" in a terminal, where it can ask for input, then try again.',
    );
  });

  test('may be the reason until the cluster is asked', () => {
    expect(timeUp('')).toBe(
      'kubectl got no answer about the context "prod" within 60 s and was stopped: the cluster can\'t be reached (check that it runs and whether you need a VPN), or the login waits for input. To find out, run "kubectl --context=prod get namespaces" in a terminal, where it can ask for input, then try again.',
    );
  });

  test('is not the reason where nothing logs in', () => {
    const nothing = { program: undefined, command: undefined };
    expect(timeUp('', nothing)).toBe(
      'kubectl got no answer about the context "prod" within 60 s and was stopped. Check that the cluster runs and whether you need a VPN, then try again.',
    );
    expect(timeUp('something', nothing)).toBe(
      'kubectl got no answer about the context "prod" within 60 s and was stopped. It wrote "something". Check that the cluster runs and whether you need a VPN, then try again.',
    );
  });
});

test('a name is quoted for the terminal that the user pastes it into', () => {
  const words = ["--context=my $(cluster) 'x'", 'get'];
  expect(problemOf(new KubectlError(words, '', undefined, new TimeUp(1000)))?.message).toContain(
    process.platform === 'win32' ? "'--context=my $(cluster) ''x'''" : String.raw`'--context=my $(cluster) '\''x'\'''`,
  );
});
