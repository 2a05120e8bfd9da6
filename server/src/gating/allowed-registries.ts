import { imageRepository } from '../pod/image-name';
import { qualified } from './image-reference';

/**
 * Whether an image is at or below one of the places of a list. Places and images are compared by whole parts between
 * slashes, so that `registry.example.com` doesn't allow `registry.example.com.evil.io`; `*` stands for one part or for a
 * piece of one.
 */
export function isAllowedBy(places: readonly string[], image: string): boolean {
  const parts = imageRepository(qualified(image)).split('/');
  return places.some((place) => {
    const patterns = place.trim().replace(/\/+$/, '').split('/');
    return (
      patterns.length <= parts.length &&
      patterns.every((pattern, at) => pattern === '**' || matches(pattern, parts[at] ?? ''))
    );
  });
}

function matches(pattern: string, part: string): boolean {
  const literal = pattern.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`).test(part);
}
