import { posix, win32 } from 'node:path';

/**
 * A path of this machine as `kubectl cp` takes it: to kubectl, what stands before a colon is a pod. On Windows, a path
 * without its drive is one of the drive of kubectl's folder.
 * @returns `undefined` if kubectl can't be given this path
 */
export function localPathFor(path: string, folder: string, platform: NodeJS.Platform): string | undefined {
  const drive = platform === 'win32' ? win32.parse(path).root.replace(/[/\\]$/, '') : '';
  const isOwnDrive = drive !== '' && folder.toLowerCase().startsWith(drive.toLowerCase());
  const rest = isOwnDrive ? path.slice(drive.length) : path;
  return rest.includes(':') ? undefined : rest;
}

/** Whether a text is an absolute path in a container, to a file or a folder other than the root. */
export function isRemotePath(text: string): boolean {
  return posix.isAbsolute(text) && posix.normalize(text) !== '/' && !/\p{Cc}/u.test(text);
}

/** The name of a file at a path in a container. */
export function nameOfRemote(path: string): string {
  return posix.basename(posix.normalize(path));
}
