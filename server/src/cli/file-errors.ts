import { UsageError } from './usage/words';

/** What went wrong with a file, as a clause for the user. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: ReadonlyMap<string, string> = new Map([
    ['ENOENT', 'it does not exist'],
    ['ENOTDIR', 'it does not exist'],
    ['EACCES', 'permission denied'],
    ['EISDIR', 'it is a folder'],
    ['ELOOP', 'it is a link to itself'],
  ]);
  return reasons.get(code) ?? (error instanceof Error ? error.message : String(error));
}

/** Whether a file is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** @throws UsageError always */
export function unreadable(error: unknown, name: string): never {
  throw new UsageError(`${name} can't be read (${reasonOf(error)}); check the path and its permissions.`);
}
