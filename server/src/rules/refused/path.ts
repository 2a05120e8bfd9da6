/** Whether one of the steps of a path leads back: `a/../b`. The API server allows it in no path below a volume. */
export function hasBackstep(path: string): boolean {
  return path.split('/').includes('..');
}

/** Why a path below a volume is refused, as a predicate; `undefined` if it is not. */
export function faultOfSubPath(path: string): string | undefined {
  if (path.startsWith('/')) return 'is absolute';
  return hasBackstep(path) ? 'has `..` in it' : undefined;
}
