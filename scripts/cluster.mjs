// A real control plane for tests and experiments: `node scripts/cluster.mjs build`, `start` or `stop`.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CACHE } from '../test/hosts/cache.mjs';
import { startControlPlane, stopControlPlane } from '../test/hosts/control-plane.mjs';
import { CONTROL_PLANE, installGoProgram } from '../test/hosts/go-programs.mjs';

/** The file that says what was started, for `stop`. */
const STATE = join(CACHE, 'control-plane.json');

const commands = {
  build: async () => {
    for (const name of CONTROL_PLANE) console.log(await installGoProgram(name));
  },
  start: async () => {
    await stop();
    const { folder, kubeconfig, pids } = await startControlPlane();
    await mkdir(dirname(STATE), { recursive: true });
    await writeFile(STATE, JSON.stringify({ folder, pids }));
    console.log(`The control plane runs. To use it:\nexport KUBECONFIG=${kubeconfig}`);
  },
  stop,
};

async function stop() {
  const state = await readFile(STATE, 'utf8').catch(() => undefined);
  if (state === undefined) return;
  await stopControlPlane(JSON.parse(state));
  await rm(STATE);
}

const [word = ''] = process.argv.slice(2);
if (!Object.hasOwn(commands, word)) throw new Error('The command is not known; write one of build, start, stop.');
await commands[word]();
