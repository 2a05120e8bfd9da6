import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { freePort } from './free-port.mjs';
import { CONTROL_PLANE, installGoProgram, kwokStages } from './go-programs.mjs';
import { installKubectl } from './kubectl.mjs';

/** On a busy machine an API server takes half a minute. */
const READY_MS = 120_000;
const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1', annotations: { 'kwok.x-k8s.io/node': 'fake' }, labels: { 'kubernetes.io/os': 'linux' } },
  status: Object.fromEntries(
    ['allocatable', 'capacity'].map((key) => [key, { cpu: '64', memory: '256Gi', pods: '500' }]),
  ),
};

/**
 * A real control plane on free ports of the loopback interface, with one node on which pods run in name only.
 * @returns {Promise<{ folder: string, kubeconfig: string, kubectl: string, pids: number[] }>}
 */
export async function startControlPlane() {
  const programs = new Map();
  for (const name of CONTROL_PLANE) programs.set(name, await installGoProgram(name));
  const [stages, kubectl] = [await kwokStages(), await installKubectl('newest')];
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-control-plane-'));
  const children = [];
  const start = (name, flags) => children.push(startProgram(programs.get(name), flags, folder));
  try {
    const [etcd, peers, api] = [await freePort(), await freePort(), await freePort()];
    await writeCredentials(folder, api);
    const kubeconfig = join(folder, 'kubeconfig');
    start('etcd', etcdFlags(etcd, peers));
    start('kube-apiserver', apiServerFlags(etcd, api));
    await untilReady(kubectl, kubeconfig, children, folder);
    const client = ['--kubeconfig=kubeconfig', '--leader-elect=false', '--secure-port=0'];
    start('kube-controller-manager', [...client, '--service-account-private-key-file=accounts.key']);
    start('kube-scheduler', client);
    start('kwok', ['--kubeconfig', 'kubeconfig', '--manage-all-nodes', '--config', stages]);
    run(kubectl, ['--kubeconfig', kubeconfig, 'create', '-f', '-'], JSON.stringify(NODE));
    return { folder, kubeconfig, kubectl, pids: children.map(({ pid }) => pid) };
  } catch (error) {
    await stopControlPlane({ folder, pids: children.flatMap(({ pid }) => pid ?? []) });
    throw error;
  }
}

/**
 * Ends the programs, and removes all that they wrote.
 * @param {{ folder: string, pids: number[] }} started
 */
export async function stopControlPlane({ folder, pids }) {
  // The last started first: otherwise they would complain about what is gone. Nothing that they write is kept.
  for (const pid of [...pids].reverse()) if (isOurs(pid)) process.kill(pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** Whether a process is one of the control plane, and none that got the number of one that has ended. */
function isOurs(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  const [program = ''] = stdout.trim().split(' ');
  return CONTROL_PLANE.includes(basename(program));
}

function startProgram(program, flags, folder) {
  const log = openSync(join(folder, `${basename(program)}.log`), 'a');
  const child = spawn(program, flags, { cwd: folder, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  child.unref();
  return child;
}

function etcdFlags(port, peerPort) {
  const [client, peer] = [port, peerPort].map((one) => `http://127.0.0.1:${one}`);
  const urls = {
    'listen-client': client,
    'advertise-client': client,
    'listen-peer': peer,
    'initial-advertise-peer': peer,
  };
  return [
    ...Object.entries(urls).map(([name, url]) => `--${name}-urls=${url}`),
    `--initial-cluster=default=${peer}`,
    '--data-dir=etcd',
    '--unsafe-no-fsync',
  ];
}

function apiServerFlags(etcdPort, port) {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    '--cert-dir=certificates',
    '--service-account-issuer=https://kubernetes.default.svc',
    '--service-account-key-file=accounts.pub',
    '--service-account-signing-key-file=accounts.key',
    '--token-auth-file=tokens.csv',
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
  ];
}

async function writeCredentials(folder, port) {
  const token = randomBytes(32).toString('hex');
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const cluster = { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'control-plane', cluster }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'control-plane', context: { cluster: 'control-plane', user: 'admin' } }],
    'current-context': 'control-plane',
  };
  await mkdir(join(folder, 'certificates'));
  const files = {
    'accounts.pub': publicKey,
    'accounts.key': privateKey,
    'tokens.csv': `${token},admin,admin,"system:masters"\n`,
    kubeconfig: JSON.stringify(kubeconfig),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
}

async function untilReady(kubectl, kubeconfig, children, folder) {
  const words = ['--kubeconfig', kubeconfig, 'get', '--raw', '/readyz', '--request-timeout=5s'];
  const end = Date.now() + READY_MS;
  while (spawnSync(kubectl, words).status !== 0) {
    const ended = children.find(({ exitCode, pid }) => pid === undefined || exitCode !== null);
    if (ended || Date.now() > end) throw new Error(await lastWordsOf(ended ?? children.at(-1), folder));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function lastWordsOf({ spawnfile }, folder) {
  const log = await readFile(join(folder, `${basename(spawnfile)}.log`), 'utf8');
  return `${basename(spawnfile)} did not become ready. Its last words:\n${log.split('\n').slice(-20).join('\n')}`;
}

function run(program, words, input) {
  const { status, stderr } = spawnSync(program, words, { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`"${program} ${words.join(' ')}" failed (${status}): ${stderr}`);
}
