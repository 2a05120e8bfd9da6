import { posix, win32 } from 'node:path';

/** Whether a path is a folder or in it. */
export function isWithin(path: string, folder: string, platform: NodeJS.Platform): boolean {
  const { relative, isAbsolute: isOther, sep } = pathsOf(platform);
  // The file systems of these operating systems usually ignore case.
  const same = (text: string): string => (['win32', 'darwin'].includes(platform) ? text.toLowerCase() : text);
  const way = relative(same(folder), same(path));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isOther(way);
}

/** On Windows, a path that begins with one backslash depends on the current drive, so it is not absolute. */
export function isAbsolute(path: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? /^(?:[a-z]:[/\\]|[/\\]{2}[^/\\])/i.test(path) : posix.isAbsolute(path);
}

export function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
