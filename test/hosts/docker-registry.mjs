import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce } from './cache.mjs';

/**
 * Debian's registry server, unpacked into the cache. It is not installed, since that would start a service.
 * @returns {Promise<string>} the path of the program
 */
export async function installDockerRegistry() {
  if (existsSync('/usr/bin/docker-registry')) return '/usr/bin/docker-registry';
  const folder = await installOnce('docker-registry-1', async (aside) => {
    const package_ = 'docker-registry';
    if (spawnSync('apt-get', ['download', '-q', package_], { cwd: aside }).status !== 0) {
      // Lists of packages may be missing or old.
      run('apt-get', ['update', '-q'], aside);
      run('apt-get', ['download', '-q', package_], aside);
    }
    // What an interrupted download left has another ending.
    const archive = (await readdir(aside)).find((name) => name.endsWith('.deb')) ?? `${package_}.deb`;
    run('dpkg-deb', ['-x', archive, '.'], aside);
    await rm(join(aside, archive));
  });
  return join(folder, 'usr/bin/docker-registry');
}

function run(program, words, cwd) {
  const { status, error, stdout, stderr } = spawnSync(program, words, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? `${stdout}${stderr}`;
  throw new Error(
    `"${program} ${words.join(' ')}" failed (${status}): ${reason}. The tests of pinning need docker-registry.`,
  );
}
