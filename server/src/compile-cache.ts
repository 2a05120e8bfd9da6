import module from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Keeps the compiled code of the bundles for the next start, where Node can do so (from 22.8 on). The folder belongs to the user:
 * code from a folder that others can write to would run as this user.
 */
export function useCompileCache(): void {
  const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
  const folder = cacheFolder();
  if (folder !== undefined) enableCompileCache?.(join(folder, 'sidecar-guard', 'compiled'));
}

function cacheFolder(): string | undefined {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32') return LOCALAPPDATA;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  const own = XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME);
  return own ? XDG_CACHE_HOME : join(homedir(), '.cache');
}
