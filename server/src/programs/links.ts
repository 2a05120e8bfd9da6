import { lstat, readlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, resolve, sep } from 'node:path';

/** The limit of Linux before it reports a loop. */
const MOST_LINKS = 40;

/**
 * Every path that a path leads through: itself, the path after each link, and the real path. All of them matter, because a
 * change of any of these links changes where the path leads.
 */
export async function placesOf(path: string): Promise<string[]> {
  let at = resolve(path);
  const places = [at];
  for (let links = 0; links < MOST_LINKS; links++) {
    const next = await afterFirstLink(at);
    if (next === undefined) break;
    places.push(next);
    at = next;
  }
  return places;
}

/** A path with its first link replaced by the target; `undefined` if it has no link. */
async function afterFirstLink(path: string): Promise<string | undefined> {
  const { root } = parse(path);
  const names = path.slice(root.length).split(sep).filter(Boolean);
  let folder = root;
  for (const [index, name] of names.entries()) {
    const place = join(folder, name);
    const isLink = await lstat(place).then(
      (stats) => stats.isSymbolicLink(),
      () => false,
    );
    if (isLink) {
      const target = await readlink(place).catch(() => undefined);
      if (target === undefined) return undefined;
      const start = isAbsolute(target) ? target : join(dirname(place), target);
      return resolve(start, ...names.slice(index + 1));
    }
    folder = place;
  }
  return undefined;
}
