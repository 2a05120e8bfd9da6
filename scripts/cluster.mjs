// Real Kubernetes clusters for tests and experiments: `npm run cluster -- start`, `status` or `stop`.
import { parseArgs } from 'node:util';
import { listClusters, startCluster, stopCluster } from '../test/hosts/clusters.mjs';
import { KUBERNETES } from '../test/hosts/go-programs.mjs';

const USAGE = `npm run cluster -- start [--kubernetes ${Object.keys(KUBERNETES).join('|')}] [--api-server-only] [--name NAME]
npm run cluster -- status
npm run cluster -- stop [NAME | --all]`;

const commands = { start, status, stop };

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function main() {
  const options = { kubernetes: { type: 'string' }, name: { type: 'string' } };
  const switches = { 'api-server-only': { type: 'boolean' }, all: { type: 'boolean' } };
  const { values, positionals } = parseArgs({ options: { ...options, ...switches }, allowPositionals: true });
  const [word = '', ...names] = positionals;
  if (!Object.hasOwn(commands, word)) throw new Error(`Write one of:\n${USAGE}`);
  await commands[word](values, names);
}

async function start({ kubernetes = 'newest', name = kubernetes, 'api-server-only': isApiServerOnly }) {
  if (!Object.hasOwn(KUBERNETES, kubernetes)) throw new Error(`This Kubernetes is not known. Write:\n${USAGE}`);
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) throw new Error('A name has small letters, digits, "-" and "." only.');
  const known = named(name);
  if (known?.isRunning) throw new Error(`The cluster "${name}" runs already: export KUBECONFIG=${known.kubeconfig}`);
  if (known) stopCluster(known);
  const interrupted = () => {
    const begun = named(name);
    if (begun) stopCluster(begun);
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, interrupted);
  const { version, kubeconfig } = await startCluster({ name, kubernetes, isApiServerOnly });
  console.log(`The cluster "${name}" (Kubernetes ${version}) runs. To use it:\nexport KUBECONFIG=${kubeconfig}`);
}

function status() {
  const clusters = listClusters();
  if (clusters.length === 0) console.log('No cluster runs.');
  for (const { name, version = 'starting', kubeconfig, since, isRunning } of clusters) {
    const state = isRunning ? 'runs' : `does not run, "npm run cluster -- stop ${name}" removes what is left`;
    console.log(`${name}\n  ${version}, since ${since}: ${state}\n  KUBECONFIG=${kubeconfig}`);
  }
}

function stop({ all = false }, [name]) {
  const clusters = listClusters();
  if (clusters.length === 0) return console.log('No cluster runs.');
  if (name === undefined && !all && clusters.length > 1) {
    throw new Error(`Say which, or --all: ${clusters.map((cluster) => cluster.name).join(', ')}`);
  }
  const chosen = clusters.filter((cluster) => name === undefined || cluster.name === name);
  if (chosen.length === 0) throw new Error(`No cluster has the name "${name}".`);
  for (const cluster of chosen) {
    stopCluster(cluster);
    console.log(`Stopped "${cluster.name}".`);
  }
}

function named(name) {
  return listClusters().find((cluster) => cluster.name === name);
}
