import { imageRepository } from './image-name';
import { parseImageReference, qualified } from './image-reference';
import { LIBRARY, type UsedPlace } from './used-places';

const [HUB, OLD_HUB] = ['docker.io', 'index.docker.io'];

/**
 * The forms of a place for engines that compare images as text: images of Docker Hub can be written without the registry.
 * The old name of Docker Hub is included only if an image uses it.
 * @param images those in use
 */
export function spellingsOf({ path }: UsedPlace, images: readonly string[]): string[] {
  const [host, owner = '', ...rest] = path.split('/');
  if (host !== HUB || owner === '') return [path];
  const below = [owner, ...rest].join('/');
  // Without Docker Hub before it, such an owner would be read as a registry.
  const canBeShort = !/[.:]/.test(owner) && owner !== 'localhost';
  return [path, ...(canBeShort ? [below] : []), ...(usesOldName(images) ? [`${OLD_HUB}/${below}`] : [])];
}

/** The prefixes of images without an owner: none, and the names of Docker Hub. */
export function hubNames(images: readonly string[]): string[] {
  return [HUB, ...(usesOldName(images) ? [OLD_HUB] : [])].flatMap((name) => name ?? []);
}

/** The images at a place that are written without an owner: `nginx:1`, and `docker.io/nginx:1`. */
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
