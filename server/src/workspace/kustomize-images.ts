import { matches } from '../cel/regex';
import { imageRepository } from '../image/image-name';
import type { ImageOverride } from './kustomization';

/** What may follow the name of an entry in an image (Kustomize, api/internal/image). */
const VERSION = '(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z][a-zA-Z0-9]*:[a-zA-Z0-9_.{}-]*)?';
/** A name in which only dots are syntax of regular expressions: it needs no RE2. */
const PLAIN_NAME = /^[\w./:@-]*$/;

/**
 * The image that an entry of a kustomization's `images` makes of an image: the image itself if the entry is not about it. A new
 * tag or digest replaces both (Kustomize, "images", and its filter `imagetag`).
 */
export function overriddenImage(image: string, override: ImageOverride): string {
  if (!isAbout(override, image)) return image;
  const repository = imageRepository(image);
  return (override.newName ?? repository) + newVersion(image.slice(repository.length), override);
}

/**
 * Kustomize takes the name as a regular expression, behind which a tag and a digest can follow. Thus, the name can have them
 * itself.
 */
function isAbout({ name }: ImageOverride, image: string): boolean {
  if (name === image || name === imageRepository(image)) return true;
  const pattern = `^${name}${VERSION}$`;
  if (PLAIN_NAME.test(name)) return new RegExp(pattern).test(image);
  try {
    return matches(image, pattern);
  } catch {
    // Kustomize fails at such a name.
    return false;
  }
}

function newVersion(rest: string, { newTag, digest, tagSuffix }: ImageOverride): string {
  if (newTag !== undefined || digest !== undefined)
    return (newTag === undefined ? '' : `:${newTag}`) + (digest === undefined ? '' : `@${digest}`);
  if (tagSuffix === undefined) return rest;
  return `:${/^:([^@]*)/.exec(rest)?.[1] ?? ''}${tagSuffix}`;
}
