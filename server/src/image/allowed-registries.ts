import { isLike } from '../text/star-pattern';
import { imageRepository } from './image-name';
import { qualified } from './image-reference';

/**
 * Whether an image is at or below one of the places of a list. Places and images are compared by whole parts between
 * slashes, so `registry.example.com` does not allow `registry.example.com.evil.io`; `*` matches one part or a
 * piece of one.
 */
export function isAllowedBy(places: readonly string[], image: string): boolean {
  return allowedPlaceOf(places, image) !== undefined;
}

/** The widest place with an image in it that a list allows as a whole, without the list's wildcards. */
export function allowedPlaceOf(places: readonly string[], image: string): string | undefined {
  const parts = imageRepository(qualified(image)).split('/');
  const depths = places.flatMap((place) => {
    const patterns = partsOf(place);
    const isMet =
      patterns.length <= parts.length &&
      patterns.every((pattern, index) => pattern === '**' || isLike(parts[index] ?? '', pattern));
    return isMet ? [patterns.length] : [];
  });
  return depths.length === 0 ? undefined : parts.slice(0, Math.min(...depths)).join('/');
}

/** Docker Hub by the one name that images are compared by. */
function partsOf(place: string): string[] {
  const [host = '', ...rest] = place
    .trim()
    .replace(/(?<!\/)\/+$/, '')
    .split('/');
  return [host === 'index.docker.io' ? 'docker.io' : host, ...rest];
}
