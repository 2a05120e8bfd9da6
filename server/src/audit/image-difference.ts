import { fullName } from '../image/full-name';
import { imageBasename } from '../image/image-name';
import { parseImageReference } from '../image/image-reference';

interface Difference {
  readonly severity: 'error' | 'warning' | 'information';
  /** The difference: the beginning of the message. */
  readonly what: string;
}

/** How a running image differs from the declared one; `undefined` if it doesn't. */
export function imageDifference(wanted: string, running: string): Difference | undefined {
  if (fullName(wanted) === fullName(running)) return undefined;
  const [want, have] = [wanted, running].map((image) => parseImageReference(fullName(image)));
  if (!want || !have) return { severity: 'warning', what: 'Different image name' };
  if (want.registry !== have.registry || want.repository !== have.repository) {
    const isMirror = imageBasename(wanted) === imageBasename(running);
    return { severity: 'error', what: isMirror ? 'Image from another place' : 'Different image' };
  }
  if (want.digest !== undefined && have.digest !== undefined && want.digest !== have.digest)
    return { severity: 'error', what: 'Different image digest' };
  if (want.digest !== undefined && have.digest === undefined)
    return { severity: 'warning', what: 'Image is no longer pinned' };
  // The same digest means the same image, whatever the tag is.
  if (want.tag === have.tag || (want.digest !== undefined && want.digest === have.digest)) return undefined;
  if (have.tag === undefined || want.tag === undefined)
    return { severity: 'information', what: 'Image may be different (a tag and a digest cannot be compared)' };
  return { severity: 'warning', what: 'Different image tag' };
}
