import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages } from '../hosts/debian.mjs';

/** What an image has in it: BusyBox as in Alpine, Bash beside it as in Debian, or nothing as in a distroless one. */
export type Image = 'busybox' | 'bash' | 'empty';

const BUSYBOX = '/bin/busybox';
const BASH = '/bin/bash-static';

/**
 * Makes the root folder of a container: programs that need no libraries, so that a changed root is all that they see of
 * the machine.
 */
export function makeRoot(root: string, image: Image, pod: string, container: string): void {
  for (const folder of ['bin', 'dev', 'etc', 'root', 'tmp']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['container-name', 'etc/container-name']) writeFileSync(join(root, file), `${container}\n`);
  writeFileSync(join(root, 'etc/hostname'), `${pod}\n`);
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  makeNull(join(root, 'dev/null'));
  if (image === 'empty') return;
  ensurePackages({
    purpose: 'A container of the test cluster',
    files: [BUSYBOX, BASH],
    packages: ['busybox-static', 'bash-static'],
  });
  copyFileSync(BUSYBOX, join(root, 'bin/busybox'));
  for (const name of applets()) symlinkSync('busybox', join(root, 'bin', name));
  if (image === 'bash') copyFileSync(BASH, join(root, 'bin/bash'));
}

/** Whether a container has a program of this name, or at this path. */
export function hasProgram(root: string, program: string): boolean {
  return existsSync(join(root, program.includes('/') ? program : join('bin', program)));
}

/** The words that run a command in a root folder: others than root need a user namespace for it. */
export function inRoot(root: string, command: readonly string[]): [program: string, ...words: string[]] {
  if (process.getuid?.() === 0) return ['/usr/sbin/chroot', root, ...command];
  return ['/usr/bin/unshare', '--map-root-user', `--root=${root}`, ...command];
}

function applets(): string[] {
  const names = execFileSync(BUSYBOX, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  return names.filter((name) => name !== 'busybox');
}

/** A device where the machine allows it; else a file, which does for what is written to it. */
function makeNull(path: string): void {
  try {
    execFileSync('mknod', ['-m', '666', path, 'c', '1', '3'], { stdio: 'ignore' });
  } catch {
    writeFileSync(path, '');
  }
}
