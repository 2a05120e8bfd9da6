import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Makes sure that files from Debian packages are there: installs them where we may, else says what to install.
 * @param {{ purpose: string, files: string[], packages: string[] }} need
 */
export function ensurePackages({ purpose, files, packages }) {
  if (files.every((file) => existsSync(file))) return;
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) {
    throw new Error(
      `${purpose} needs packages that are not installed. Install them with: sudo apt-get install ${packages.join(' ')}`,
    );
  }
  apt(['update', '-q']);
  apt(['install', '-y', '-q', '--no-install-recommends', ...packages]);
}

/** Another program may be installing packages: it is waited for, up to five minutes. */
function apt(words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...words], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`"apt-get ${words.join(' ')}" failed (${status}); it said:\n${stdout}${stderr}`);
}
