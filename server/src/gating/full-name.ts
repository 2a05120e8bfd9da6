import { parseImageReference, qualified } from './image-reference';

/** The image with what is implied written out (`docker.io/library/nginx:latest`), as gates compare it; a digest has no tag implied. */
export function fullName(image: string): string {
  const whole = qualified(image);
  const reference = parseImageReference(whole);
  return reference && reference.tag === undefined && reference.digest === undefined ? `${whole}:latest` : whole;
}
