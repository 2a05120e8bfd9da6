import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** How long another program may keep the lock of the package manager before we give up. */
const SECONDS_FOR_LOCK = 120;
/** A slow mirror must not hold up the tests without end, or without a word. */
const MOST_MS = 540_000;

/**
 * Makes sure that files from Debian packages are there: installs them where we may, and says so; else says what to install.
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
  console.log(`${purpose} needs Debian packages. They are being installed: apt-get install ${packages.join(' ')}`);
  apt(['update', '-q']);
  apt(['install', '-y', '-q', '--no-install-recommends', ...packages]);
}

function apt(words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const all = ['-o', `DPkg::Lock::Timeout=${SECONDS_FOR_LOCK}`, ...words];
  const { status, error, stdout, stderr } = spawnSync('apt-get', all, { env, encoding: 'utf8', timeout: MOST_MS });
  const said = `${stdout ?? ''}${stderr ?? ''}`;
  if (status !== 0)
    throw new Error(`"apt-get ${words.join(' ')}" failed (${error?.message ?? status}); it said:\n${said}`);
}
