import { imageRepository } from '../pod/image-name';
import { isPlaceholder, parseImageReference, qualified } from './image-reference';
import { isSharedRegistry } from './shared-registries';

/** Where Docker Hub has the images that are written without an owner. */
export const LIBRARY = 'docker.io/library';

/**
 * The places that images are from: registries or, where strangers can have a part of one, that part; sorted. Placeholders
 * and texts that are no image references tell none.
 */
export function usedPlaces(images: readonly string[]): string[] {
  return [...new Set(images.flatMap((image) => placeOf(image) ?? []))].sort();
}

function placeOf(image: string): string | undefined {
  if (isPlaceholder(image) || !parseImageReference(image)) return undefined;
  const [host = '', owner = '', ...rest] = imageRepository(qualified(image)).split('/');
  if (!isSharedRegistry(host)) return host;
  if (rest.length > 0) return `${host}/${owner}`;
  // `docker.io/nginx` is `docker.io/library/nginx` (distribution/reference, normalisation). Elsewhere there is no image
  // without an owner, and none is a reason to trust everybody's.
  return host === 'docker.io' ? LIBRARY : undefined;
}
