import { statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';

/**
 * The working folder for programs: the home of the account, and not the opened folder. Windows searches programs in the
 * working folder before the PATH, and programs read files in it.
 */
export function neutralFolder(): string {
  try {
    const { homedir } = userInfo();
    if (statSync(homedir).isDirectory()) return homedir;
  } catch {
    // The system doesn't know the account, or it has no home.
  }
  return tmpdir();
}
