import { parseImageReference, qualified } from './image-reference';

/** The full name that gates compare: `docker.io/library/nginx:latest`. With a digest, no tag is added. */
export function fullName(image: string): string {
  const whole = qualified(image);
  const reference = parseImageReference(whole);
  return reference && reference.tag === undefined && reference.digest === undefined ? `${whole}:latest` : whole;
}
