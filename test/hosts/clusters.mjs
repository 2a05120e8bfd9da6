import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './cache.mjs';
import { endPrograms, isOurs, startControlPlane } from './control-plane.mjs';

/** Each cluster has a folder here, with all that its programs write and the file that says what was started. */
const CLUSTERS = join(CACHE, 'clusters');
const STATE = 'cluster.json';
/** Between the choice of a free port and its use, another program can take it: then others are chosen. */
const PORT_TAKEN = /address already in use/;

/**
 * @typedef {object} Cluster
 * @property {string} name
 * @property {string} folder
 * @property {string} kubeconfig
 * @property {string} [version] of Kubernetes, once the server has told it
 * @property {string} since the time of its start, in ISO 8601
 * @property {number[]} pids
 * @property {number} [owner] the process that needs it
 */

/**
 * Starts a cluster, and keeps in the cache what has to be stopped, from its first process on.
 * @param {object} options
 * @param {string} options.name
 * @param {import('./go-programs.mjs').KubernetesName} [options.kubernetes]
 * @param {boolean} [options.isApiServerOnly]
 * @param {number} [options.owner]
 * @returns {Promise<Cluster>}
 */
export async function startCluster({ name, kubernetes = 'newest', isApiServerOnly = false, owner }) {
  const folder = join(CLUSTERS, name);
  mkdirSync(CLUSTERS, { recursive: true });
  mkdirSync(folder, { mode: 0o700 });
  const since = new Date().toISOString();
  const cluster = { name, folder, kubeconfig: join(folder, 'kubeconfig'), since, pids: [], owner };
  const keep = (more) => {
    Object.assign(cluster, more);
    writeFileSync(join(folder, STATE), JSON.stringify(cluster));
  };
  keep({});
  try {
    keep(await startControlPlane(folder, { kubernetes, isApiServerOnly }, (pids) => keep({ pids })));
    return cluster;
  } catch (error) {
    stopCluster(cluster);
    if (!PORT_TAKEN.test(error.message)) throw error;
  }
  return startCluster({ name, kubernetes, isApiServerOnly, owner });
}

/**
 * Ends the programs of a cluster, and removes all that they wrote. All at once, so that it can be the last thing that a
 * process does.
 * @param {Pick<Cluster, 'folder' | 'pids'>} cluster
 */
export function stopCluster(cluster) {
  endPrograms(cluster);
  rmSync(cluster.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/**
 * All clusters that were started and not stopped, also those whose programs have ended.
 * @returns {(Cluster & { isRunning: boolean })[]}
 */
export function listClusters() {
  const names = existsSync(CLUSTERS) ? readdirSync(CLUSTERS).sort() : [];
  return names.map(readState).map((cluster) => {
    const isRunning = cluster.pids.length > 0 && cluster.pids.every((pid) => isOurs(pid, cluster.folder));
    return { ...cluster, isRunning };
  });
}

/** Stops what processes needed that were ended before they could stop it. */
export function stopAbandoned() {
  for (const cluster of listClusters()) if (cluster.owner && !isAlive(cluster.owner)) stopCluster(cluster);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readState(name) {
  const folder = join(CLUSTERS, name);
  try {
    return JSON.parse(readFileSync(join(folder, STATE), 'utf8'));
  } catch {
    // Its start was ended before it had a process.
    return { name, folder, kubeconfig: join(folder, 'kubeconfig'), since: 'an unknown time', pids: [] };
  }
}
