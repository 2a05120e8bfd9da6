/** Whether one of the steps of a path leads back: `a/../b`. The API server allows it in no path below a volume. */
export function hasBackstep(path: string): boolean {
  return path.split('/').includes('..');
}
