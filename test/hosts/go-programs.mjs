import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installOnce } from './cache.mjs';

/** @typedef {'newest' | '1.36' | '1.34'} KubernetesName */
/**
 * The versions of Kubernetes that tests ask.
 * @type {Readonly<Record<KubernetesName, string>>}
 */
export const KUBERNETES = { newest: 'v1.37.2', 1.36: 'v1.36.3', 1.34: 'v1.34.4' };

const ETCD = 'v3.6.16';
const KWOK = 'v0.8.0';
const OPA = 'v1.10.1';

/** Without debugging information, and without the paths of this machine. */
const BUILD = ['build', '-trimpath'];
const SMALL = '-s -w';

/** How each program is built into a folder; all are pinned Go modules. Those without a version are Kubernetes' own. */
const PROGRAMS = {
  etcd: { version: ETCD, build: buildEtcd },
  'kube-apiserver': { build: buildOfKubernetes },
  'kube-controller-manager': { build: buildOfKubernetes },
  'kube-scheduler': { build: buildOfKubernetes },
  kwok: { version: KWOK, build: buildKwok },
  opa: { version: OPA, build: (folder) => install('github.com/open-policy-agent/opa', OPA, folder) },
};

/** What an API server needs. */
export const API_SERVER = ['etcd', 'kube-apiserver'];
/** What a control plane is made of. kwok plays the nodes: its pods say that they run. */
export const CONTROL_PLANE = [...API_SERVER, 'kube-controller-manager', 'kube-scheduler', 'kwok'];

/**
 * A program of the cluster tests, built into the cache unless it is there. `KUBEBUILDER_ASSETS` may name a folder that has
 * a kube-apiserver and an etcd: where the newest are asked for, these are taken as they are.
 * @param {string} name
 * @param {KubernetesName} kubernetes counts only for Kubernetes' own programs
 * @returns {Promise<string>} its path
 */
export async function installGoProgram(name, kubernetes = 'newest') {
  const given = join(process.env.KUBEBUILDER_ASSETS ?? '', name);
  const mayBeGiven = kubernetes === 'newest' && API_SERVER.includes(name);
  if (process.env.KUBEBUILDER_ASSETS && mayBeGiven && existsSync(given)) return given;
  const { version = KUBERNETES[kubernetes], build } = PROGRAMS[name];
  const folder = await installOnce(`${name}-${version}`, async (aside) => {
    console.log(`Building ${name} ${version}; this takes minutes, once.`);
    await build(aside, name, version);
  });
  return join(folder, name);
}

/** The rules of kwok by which a pod runs, completes and is deleted, as its release has them. */
export async function kwokStages() {
  return join(await installGoProgram('kwok'), '..', 'stages.yaml');
}

/** Kubernetes' own modules are replaced by the paths of its repository, which a build from outside has to undo. */
async function buildOfKubernetes(folder, name, kubernetes) {
  const { GoMod } = download('k8s.io/kubernetes', kubernetes);
  const original = await readFile(GoMod, 'utf8');
  const staging = kubernetes.replace(/^v1/, 'v0');
  const replaced = [...original.matchAll(/^\s+(k8s\.io\/[a-z-]+) => \.\/staging/gm)].map(
    ([, module]) => `replace ${module} => ${module} ${staging}`,
  );
  const [, minor] = kubernetes.split('.');
  const version = 'k8s.io/component-base/version';
  const flags = `${SMALL} -X ${version}.gitVersion=${kubernetes} -X ${version}.gitMajor=1 -X ${version}.gitMinor=${minor}`;
  await inModule(
    [/^go .*/m.exec(original)?.[0], `require k8s.io/kubernetes ${kubernetes}`, ...replaced].join('\n'),
    (module) => go([...BUILD, '-ldflags', flags, '-o', join(folder, name), `k8s.io/kubernetes/cmd/${name}`], module),
  );
}

async function buildEtcd(folder, name) {
  await inModule(`require go.etcd.io/etcd/server/v3 ${ETCD}`, (module) =>
    go([...BUILD, '-ldflags', SMALL, '-o', join(folder, name), 'go.etcd.io/etcd/server/v3'], module),
  );
}

async function buildKwok(folder) {
  install('sigs.k8s.io/kwok/cmd/kwok', KWOK, folder);
  const { Dir } = download('sigs.k8s.io/kwok', KWOK);
  const files = ['node/fast/node-initialize', 'node/heartbeat/node-heartbeat'];
  files.push(...['pod-ready', 'pod-complete', 'pod-delete'].map((name) => `pod/fast/${name}`));
  const stages = await Promise.all(files.map((file) => readFile(join(Dir, 'kustomize/stage', `${file}.yaml`), 'utf8')));
  await writeFile(join(folder, 'stages.yaml'), stages.join('\n---\n'));
}

function install(program, version, folder) {
  go(['install', '-trimpath', '-ldflags', SMALL, `${program}@${version}`], folder, { GOBIN: folder });
}

/** Where the files of a module are. */
function download(module, version) {
  return JSON.parse(go(['mod', 'download', '-json', `${module}@${version}`], tmpdir()));
}

/** Runs something in a module that has nothing but what it requires. */
async function inModule(text, build) {
  const folder = await mkdtemp(join(tmpdir(), 'sidecar-guard-go-'));
  try {
    await writeFile(join(folder, 'go.mod'), `module build\n${text}\n`);
    build(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function go(words, cwd, environment = {}) {
  const env = { ...process.env, GOFLAGS: '-mod=mod', CGO_ENABLED: '0', ...environment };
  const { status, error, stdout, stderr } = spawnSync('go', words, { cwd, env, encoding: 'utf8' });
  if (error) {
    throw new Error(
      `The cluster tests build a control plane from Go modules, and Go could not be started (${error.message}). Install Go 1.26 or newer from https://go.dev/dl and put it on the PATH.`,
    );
  }
  if (status !== 0) throw new Error(`"go ${words.join(' ')}" failed (${status}): ${stdout}${stderr}`);
  return stdout;
}
