import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { freePort } from './free-port.mjs';
import { API_SERVER, CONTROL_PLANE, installGoProgram, kwokStages } from './go-programs.mjs';
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
 * Starts a real control plane on free ports of the loopback interface, with one node on which pods run in name only; or
 * only an API server, in which nothing happens by itself.
 * @param {string} folder an empty one, absolute, for all that the programs write
 * @param {{ kubernetes?: import('./go-programs.mjs').KubernetesName, isApiServerOnly?: boolean }} options
 * @param {(pids: number[]) => void} onStart gets the processes whenever there is one more, so that they are never lost
 * @returns {Promise<{ version: string }>} what the server says that it is; `kubeconfig` in the folder leads to it
 */
export async function startControlPlane(folder, { kubernetes, isApiServerOnly = false }, onStart) {
  const programs = new Map();
  for (const name of isApiServerOnly ? API_SERVER : CONTROL_PLANE) {
    programs.set(name, await installGoProgram(name, kubernetes));
  }
  const kubectl = await installKubectl('newest');
  const children = [];
  const start = (name, flags) => {
    children.push(startProgram(programs.get(name), flags, folder));
    onStart(children.flatMap(({ pid }) => pid ?? []));
  };
  const [etcd, peers, api] = [await freePort(), await freePort(), await freePort()];
  await writeCredentials(folder, api);
  const kubeconfig = join(folder, 'kubeconfig');
  start('etcd', etcdFlags(folder, etcd, peers));
  start('kube-apiserver', apiServerFlags(folder, etcd, api, isApiServerOnly));
  await untilReady(kubectl, kubeconfig, children, folder);
  const version = JSON.parse(run(kubectl, ['--kubeconfig', kubeconfig, 'get', '--raw', '/version'])).gitVersion;
  if (isApiServerOnly) return { version };
  const client = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'];
  start('kube-controller-manager', [...client, '--service-account-private-key-file=accounts.key']);
  start('kube-scheduler', client);
  start('kwok', [`--kubeconfig=${kubeconfig}`, '--manage-all-nodes', '--config', await kwokStages()]);
  run(kubectl, ['--kubeconfig', kubeconfig, 'create', '-f', '-'], JSON.stringify(NODE));
  return { version };
}

/**
 * Ends the programs of a control plane, and no others.
 * @param {{ folder: string, pids: number[] }} started
 */
export function endPrograms({ folder, pids }) {
  // The last started first: otherwise they would complain about what is gone. Nothing that they write is kept.
  for (const pid of [...pids].reverse()) if (isOurs(pid, folder)) kill(pid);
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It may have ended by itself.
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Whether a process belongs to the control plane of a folder: its number can be that of another, once it has ended. Each
 * program has the folder in one of its flags.
 * @param {number} pid
 * @param {string} folder
 */
export function isOurs(pid, folder) {
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes(`=${folder}/`);
}

function startProgram(program, flags, folder) {
  const log = openSync(join(folder, `${basename(program)}.log`), 'a');
  const child = spawn(program, flags, { cwd: folder, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  child.unref();
  return child;
}

function etcdFlags(folder, port, peerPort) {
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
    `--data-dir=${folder}/etcd`,
    '--unsafe-no-fsync',
  ];
}

function apiServerFlags(folder, etcdPort, port, isAlone) {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--cert-dir=${folder}/certificates`,
    '--service-account-issuer=https://kubernetes.default.svc',
    '--service-account-key-file=accounts.pub',
    '--service-account-signing-key-file=accounts.key',
    '--token-auth-file=tokens.csv',
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    // No controller makes the accounts that pods would need.
    ...(isAlone ? ['--disable-admission-plugins=ServiceAccount'] : []),
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
  const { status, stdout, stderr } = spawnSync(program, words, { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`"${program} ${words.join(' ')}" failed (${status}): ${stderr}`);
  return stdout;
}
