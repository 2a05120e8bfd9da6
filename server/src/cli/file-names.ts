import { isAbsolute, relative, sep } from 'node:path';

/** The name of stdin in reports. */
export const STDIN = '<stdin>';

/** A path as reports name it. */
export function nameOf(path: string, cwd: string): string {
  if (path === STDIN) return path;
  // Between two drives of Windows there is no relative path.
  const local = relative(cwd, path) || '.';
  return (isAbsolute(local) ? path : local).split(sep).join('/');
}
