import { imageRepository } from '../pod/image-name';
import { allowedPlaceOf } from './allowed-registries';
import { isPlaceholder, parseImageReference, qualified } from './image-reference';
import { isSharedRegistry } from './shared-registries';

/** Where Docker Hub has the images that are written without an owner. */
export const LIBRARY = 'docker.io/library';

/** A place that images are from: a registry, or a part of one. */
export interface UsedPlace {
  /** Such as `ghcr.io/our-org`, without a slash at its end. */
  readonly path: string;
  /** Whether one of the images is there itself, and not only below it. */
  readonly isRepository: boolean;
}

/** Why an image tells no place: its registry has no owners, so that it is everybody's, or the user does not allow it. */
export type LeftOutReason = 'no owner' | 'not allowed';

export interface UsedPlaces {
  /** Sorted by their paths, each once. */
  readonly places: readonly UsedPlace[];
  /** The images that they are from. */
  readonly images: readonly string[];
  readonly leftOut: readonly { readonly image: string; readonly reason: LeftOutReason }[];
}

/**
 * The places that images are from: registries or, where strangers can have a part of one, that part; never more than the
 * user allows. Placeholders and texts that are no image references tell none.
 * @param allowed the places that the user allows (see `isAllowedBy`); empty where the user has not said
 */
export function usedPlaces(images: readonly string[], allowed: readonly string[] = []): UsedPlaces {
  const told = [...new Set(images)]
    .filter((image) => !isPlaceholder(image) && parseImageReference(image))
    .map((image) => ({ image, repository: imageRepository(qualified(image)), ...placeOf(image, allowed) }));
  const repositories = new Map<string, boolean>();
  for (const { place, repository } of told) {
    if (place !== undefined) repositories.set(place, (repositories.get(place) ?? false) || place === repository);
  }
  return {
    places: [...repositories]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, isRepository]) => ({ path, isRepository })),
    images: told.flatMap(({ image, place }) => (place === undefined ? [] : image)),
    leftOut: told.flatMap(({ image, reason }) => (reason === undefined ? [] : { image, reason })),
  };
}

/** The narrower of what an image tells by itself and of what the user allows; the user may also allow what has no owner. */
function placeOf(image: string, allowed: readonly string[]): { place?: string; reason?: LeftOutReason } {
  const own = ownPlaceOf(image);
  const permitted = allowedPlaceOf(allowed, image);
  if (allowed.length > 0 && permitted === undefined) return { reason: 'not allowed' };
  const place = own !== undefined && own.length > (permitted?.length ?? 0) ? own : permitted;
  return place === undefined ? { reason: 'no owner' } : { place };
}

function ownPlaceOf(image: string): string | undefined {
  const [host = '', owner = '', ...rest] = imageRepository(qualified(image)).split('/');
  if (!isSharedRegistry(host)) return host;
  return rest.length > 0 ? `${host}/${owner}` : undefined;
}
