import { type ImageReference, isPlaceholder, parseImageReference } from '../../gating/image-reference';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import type { RuleContext } from '../rule';

/** An image that a container runs. */
export interface RunImage {
  readonly text: string;
  readonly reference: ImageReference;
  /** It stands in the manifest as it is, so that it can be changed there. */
  readonly isWritten: boolean;
}

/**
 * The images that a container runs: what its manifest says, or what the kustomizations that build on it make of that.
 * Only those that are literal and valid: anything else is never judged by its parts.
 */
export function imagesOf(container: Container, { resource }: Pod, { imagesFor }: RuleContext): RunImage[] {
  const written = container.image;
  if (written === undefined || isPlaceholder(written)) return [];
  return imagesFor(resource, written).flatMap((text) => {
    const reference = parseImageReference(text);
    return reference ? [{ text, reference, isWritten: text === written }] : [];
  });
}
