import { describe, expect, test } from 'vitest';
import type { ProblemKind } from '../../../client/src/kubectl/causes.ts';
import { KubectlError, TimeUp } from '../../../client/src/kubectl/kubectl.ts';
import { type Login, problemOf } from '../../../client/src/kubectl/problem.ts';

const WORDS = ['--context=prod', '--namespace=shop', 'exec', 'pod/web', '--container=app', '--', 'sh', '--context=no'];

function said(stderr: string, words: readonly string[] = WORDS) {
  return problemOf(new KubectlError(words, stderr, 1));
}

/** Words that need a kubelet, a cloud or a proxy to come up. */
const WORDS_OF_OTHERS: [string, ProblemKind, string][] = [
  [
    'error: unable to upgrade connection: container not found ("app")',
    'container-not-running',
    'Nothing can be done in the container "app", which does not run. Choose one that runs.',
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
    'There is no shell in the container "app". Debug it by an ephemeral container with an image that has one.',
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
    'The cluster of the context "prod" did not answer in time. Check that it runs, and whether it needs a VPN; then try again.',
  ],
  ['Unable to connect to the server: net/http: TLS handshake timeout', 'timeout', ''],
  ['Error from server (Timeout): Timeout: request did not complete within the allotted timeout', 'timeout', ''],
  [
    'Unable to connect to the server: dial tcp 10.0.0.1:443: connect: no route to host',
    'unreachable',
    'The cluster of the context "prod" can not be reached (dial tcp 10.0.0.1:443: connect: no route to host). Check that it runs, its address, and whether it needs a VPN or proxy.',
  ],
  [
    'Unable to connect to the server: proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused',
    'unreachable',
    'Nothing answers at 10.0.0.9:3128, where the context "prod" has its cluster. Start the cluster, or the VPN or proxy to it.',
  ],
  [
    'Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-24T03:00:00Z is after 2026-11-23T00:00:00Z',
    'certificate',
    'The certificate of the cluster of the context "prod" has expired, or the clock of this machine is wrong. Check the clock, and then ask whoever runs the cluster.',
  ],
  [
    'Unable to connect to the server: tls: failed to verify certificate: x509: certificate is valid for 10.0.0.1, not 10.0.0.2',
    'certificate',
    'The cluster of the context "prod" has a certificate that the kubeconfig does not trust. Check its address and certificate authority before anything else: somebody may be in between.',
  ],
  [
    'Unable to connect to the server: remote error: tls: expired certificate',
    'certificate',
    'The cluster does not take the client certificate of the context "prod": it may have expired. Get a new kubeconfig from whoever runs the cluster.',
  ],
  [
    'error: tls: failed to find any PEM data in certificate input',
    'broken-kubeconfig',
    'What the kubeconfig says about the context "prod" is not complete, or is too old for this kubectl. Get it again from whoever runs the cluster.',
  ],
  [
    'Error from server (Forbidden): pods "web" is forbidden: violates PodSecurity "restricted:latest": privileged',
    'forbidden',
    'The cluster of the context "prod" forbids it: pods "web" is forbidden: violates PodSecurity "restricted:latest": privileged. Ask whoever runs the cluster for a role that allows it.',
  ],
  [
    'Error from server (Forbidden): nodes "n" is forbidden: User "system:serviceaccount:ci:bot" cannot get resource "nodes" in API group "" at the cluster scope',
    'forbidden',
    'In the context "prod", "system:serviceaccount:ci:bot" may not get nodes. Ask whoever runs the cluster for a role that allows it.',
  ],
  ['error: unknown flag: --nonsense', 'other', 'kubectl could not do it: unknown flag: --nonsense'],
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
    expect(said(words)?.message).toBe('kubectl could not do it: something new');
    expect(said(['the login says this', ...log].join('\n'))?.message).toBe(
      'kubectl ended with exit code 1 and wrote "the login says this".',
    );
  });

  test('colours and rewritten lines are left out, and what is very long is cut', () => {
    const login = `\u001b[31mWaiting.\rWaiting..\r\n\u001b[1mError loading ${'x'.repeat(1000)}\u001b[0m\r\n`;
    const end =
      'Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 255\n';
    expect(said(login + end)?.message).toMatch(/, failed with "Error loading x{286}…"\. To log in, run /);
    expect(said(`error: ${'y'.repeat(1000)}`)?.message).toBe(`kubectl could not do it: ${'y'.repeat(300)}…`);
  });

  test('silence is said to be silence', () => {
    expect(said('')).toEqual({
      kind: 'other',
      message: 'kubectl ended with exit code 1 and said nothing.',
      kubectlSaid: '',
    });
    const killed = problemOf(new KubectlError(WORDS, '', undefined));
    expect(killed).toMatchObject({ kind: 'other', message: 'kubectl was ended and said nothing.' });
  });

  test('without a context, it is the current one', () => {
    expect(said('Unable to connect to the server: EOF', ['get'])?.message).toBe(
      'The cluster of the current context can not be reached (EOF). Check that it runs, its address, and whether it needs a VPN or proxy.',
    );
  });

  test("other errors are somebody else's", () => {
    expect(problemOf(new Error('x509: something'))).toBeUndefined();
    expect(problemOf(undefined)).toBeUndefined();
  });
});

describe('a login that takes too long', () => {
  const timeUp = (stderr: string, login?: Login) =>
    problemOf(new KubectlError(WORDS, stderr, undefined, new TimeUp(60_000)), login)?.message;

  test('is said with its last words and how to log in', () => {
    expect(timeUp('Opening browser\nEnter the code ABCD\n', { program: 'tsh', command: 'tsh login' })).toBe(
      'Logging in to the context "prod", "tsh" waited for somebody and was ended after 60 s: "Enter the code ABCD". To log in, run "tsh login" or "kubectl --context=prod get namespaces" in a terminal, where it can ask you, and then try again.',
    );
  });

  test('may be the reason, as long as nobody has looked', () => {
    expect(timeUp('')).toBe(
      'kubectl had no answer about the context "prod" after 60 s and was ended: its cluster is out of reach (does it run, does it need a VPN?), or the login waits for somebody. To find out, run "kubectl --context=prod get namespaces" in a terminal, where it can ask you, and then try again.',
    );
  });

  test('is not the reason where nothing logs in', () => {
    const nothing = { program: undefined, command: undefined };
    expect(timeUp('', nothing)).toBe(
      'kubectl had no answer about the context "prod" after 60 s and was ended. Check that its cluster runs, and whether it needs a VPN; then try again.',
    );
    expect(timeUp('something', nothing)).toBe(
      'kubectl had no answer about the context "prod" after 60 s and was ended. It wrote "something". Check that its cluster runs, and whether it needs a VPN; then try again.',
    );
  });
});

test('a name is quoted for the terminal that the user pastes it into', () => {
  const words = ["--context=my $(cluster) 'x'", 'get'];
  expect(problemOf(new KubectlError(words, '', undefined, new TimeUp(1000)))?.message).toContain(
    process.platform === 'win32' ? "'--context=my $(cluster) ''x'''" : String.raw`'--context=my $(cluster) '\''x'\'''`,
  );
});
