import { allowedPlaceOf } from './allowed-registries';
import { imageRepository } from './image-name';
import { isPlaceholder, parseImageReference, qualified } from './image-reference';
import { isSharedRegistry } from './shared-registries';

/** Where Docker Hub has the images that are written without an owner. */
export const LIBRARY = 'docker.io/library';

/** A place of images: a registry, or a part of a registry. */
export interface UsedPlace {
  /** Such as `ghcr.io/our-org`, without a slash at the end. */
  readonly path: string;
  /** Whether an image is at the place itself, not only below it. */
  readonly isRepository: boolean;
}

/** Why an image has no place: its registry is shared and the image has no owner, or the user does not allow it. */
export type LeftOutReason = 'no owner' | 'not allowed';

export interface UsedPlaces {
  /** Sorted by path, without duplicates. */
  readonly places: readonly UsedPlace[];
  /** The images at these places. */
  readonly images: readonly string[];
  readonly leftOut: readonly { readonly image: string; readonly reason: LeftOutReason }[];
}

/**
 * The places of images: registries, or the owner's part of a shared registry, and never more than the user allows.
 * Placeholders and texts that are not image references have no place.
 * @param allowed the places that the user allows (see `isAllowedBy`); empty if the user has not set any
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

/** The narrower one of the image's own place and the allowed place. The user may also allow a place without an owner. */
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
