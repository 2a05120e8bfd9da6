import { imageRepository } from '../../pod/image-name';
import { parseImageReference, qualified } from '../image-reference';
import { LIBRARY, type UsedPlace } from '../used-places';

const [HUB, OLD_HUB] = ['docker.io', 'index.docker.io'];

/**
 * What engines that compare texts as they are written have to look for: a place, and how else it can be written, since
 * Docker Hub need not be named. Its old name is looked for where it is in use.
 * @param images those in use
 */
export function spellingsOf({ path }: UsedPlace, images: readonly string[]): string[] {
  const [host, owner = '', ...rest] = path.split('/');
  if (host !== HUB || owner === '') return [path];
  const below = [owner, ...rest].join('/');
  // Written without Docker Hub, such an owner would be a registry.
  const canBeShort = !/[.:]/.test(owner) && owner !== 'localhost';
  return [path, ...(canBeShort ? [below] : []), ...(usesOldName(images) ? [`${OLD_HUB}/${below}`] : [])];
}

/** The names by which images without an owner may be preceded: none, and Docker Hub's. */
export function hubNames(images: readonly string[]): string[] {
  return [HUB, ...(usesOldName(images) ? [OLD_HUB] : [])].flatMap((name) => name ?? []);
}

/** The images among some that are at a place and are written without an owner: `nginx:1`, and `docker.io/nginx:1`. */
export function withoutOwner({ path }: UsedPlace, images: readonly string[]): string[] {
  const found = images.filter((image) => {
    const reference = parseImageReference(image);
    const isOfHub = [undefined, HUB, OLD_HUB].includes(reference?.registry);
    if (!reference || !isOfHub || reference.repository.includes('/')) return false;
    return path === LIBRARY || imageRepository(qualified(image)) === path;
  });
  return [...new Set(found)].sort();
}

function usesOldName(images: readonly string[]): boolean {
  return images.some((image) => image.startsWith(`${OLD_HUB}/`));
}
