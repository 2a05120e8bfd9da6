import { imageRepository } from '../pod/image-name';
import { isPlaceholder, parseImageReference, qualified } from './image-reference';

/** Registries where everybody has a place of their own: there, the first part of the path counts. */
const SHARED = new Set([
  'docker.io',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  'us.gcr.io',
  'eu.gcr.io',
  'asia.gcr.io',
  'public.ecr.aws',
  'registry.gitlab.com',
  'registry.hub.docker.com',
]);
/** Parts of them that everybody has a place in. */
const SHARED_REGIONS = /^[a-z]+-[a-z]+\d*-docker\.pkg\.dev$/;

/** The places that images are from: registries or, where everybody can have a part of one, that part; sorted. */
export function usedPlaces(images: readonly string[]): string[] {
  const places = images.flatMap((image) => {
    if (isPlaceholder(image) || !parseImageReference(image)) return [];
    const [host = '', owner = '', ...rest] = imageRepository(qualified(image)).split('/');
    const isShared = SHARED.has(host) || SHARED_REGIONS.test(host);
    return [isShared && rest.length > 0 ? `${host}/${owner}` : host];
  });
  return [...new Set(places)].sort();
}
