import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce } from './cache.mjs';
import { buildGoProgram, buildOfKubernetes, filesOfModule } from './go-build.mjs';

/** @typedef {'newest' | '1.36' | '1.34'} KubernetesName */
/**
 * The versions of Kubernetes that tests ask. A new version needs its checksums in `go-modules.sum`.
 * @type {Readonly<Record<KubernetesName, string>>}
 */
export const KUBERNETES = { newest: 'v1.37.2', 1.36: 'v1.36.3', 1.34: 'v1.34.4' };

const ETCD = { name: 'go.etcd.io/etcd/server/v3', version: 'v3.6.16' };
const KWOK = { name: 'sigs.k8s.io/kwok', version: 'v0.8.0' };
const OPA = { name: 'github.com/open-policy-agent/opa', version: 'v1.10.1' };

/** How each program is built into a folder; all are pinned Go modules. Those without a version are Kubernetes' own. */
const PROGRAMS = {
  etcd: { version: ETCD.version, build: (folder) => buildGoProgram(ETCD, '', join(folder, 'etcd')) },
  'kube-apiserver': { build: ofKubernetes },
  'kube-controller-manager': { build: ofKubernetes },
  'kube-scheduler': { build: ofKubernetes },
  kwok: { version: KWOK.version, build: buildKwok },
  opa: { version: OPA.version, build: (folder) => buildGoProgram(OPA, '', join(folder, 'opa')) },
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
  const mayBeGiven = name === 'etcd' || (name === 'kube-apiserver' && kubernetes === 'newest');
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

async function ofKubernetes(folder, name, version) {
  await buildOfKubernetes(version, name, join(folder, name));
}

async function buildKwok(folder) {
  await buildGoProgram(KWOK, 'cmd/kwok', join(folder, 'kwok'));
  const stages = ['node/fast/node-initialize', 'node/heartbeat/node-heartbeat'];
  stages.push(...['pod-ready', 'pod-complete', 'pod-delete'].map((name) => `pod/fast/${name}`));
  const texts = await filesOfModule(
    KWOK,
    stages.map((stage) => `kustomize/stage/${stage}.yaml`),
  );
  await writeFile(join(folder, 'stages.yaml'), texts.join('\n---\n'));
}
