import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** What the tests need and can't have in the checkout, because it is large and outlives it. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sidecar-guard-test');
/** An install that takes longer than this has died: what it left is removed. */
const STALE_MS = 60 * 60 * 1000;

/**
 * A folder of the cache, built at the first use. The build works aside and its folder is renamed into place when it is
 * done, so that an interrupted one is never taken for a whole one, and of two at once only one counts.
 * @param {string} key names what is in it, with its version
 * @param {(folder: string) => Promise<void>} build fills an empty folder
 * @returns {Promise<string>} the folder's path
 */
export async function installOnce(key, build) {
  const target = join(CACHE, key);
  if (await exists(target)) return target;
  await mkdir(dirname(target), { recursive: true });
  await removeStale(dirname(target));
  const aside = await mkdtemp(`${target}.partial-`);
  await removedAfter(aside, async () => {
    try {
      await build(aside);
      await rename(aside, target);
    } catch (error) {
      // Another process may have finished the same install first; its result is as good.
      if (!(await exists(target))) throw error;
    }
  });
  return target;
}

/**
 * Does something with a folder that is not needed afterwards, also where the process exits meanwhile.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function removedAfter(folder, use) {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await use();
  } finally {
    remove();
    process.off('exit', remove);
  }
}

async function removeStale(folder) {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!name.includes('.partial-')) continue;
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}

async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}
