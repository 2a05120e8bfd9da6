import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { installOnce } from './cache.mjs';

const VERSION = '2.2.2';

/**
 * Installs lefthook into the cache, unless it is there: the program for this machine alone, whose package has no scripts.
 * @returns {Promise<string>} the program
 */
export async function installLefthook() {
  const name = `lefthook-linux-${process.arch}`;
  const folder = await installOnce(`${name}-${VERSION}`, async (aside) => {
    const words = ['install', `--prefix=${aside}`, '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${VERSION}`];
    execFileSync('npm', words, { cwd: aside, stdio: 'pipe' });
  });
  return join(folder, 'node_modules', name, 'bin/lefthook');
}
