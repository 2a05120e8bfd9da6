import { type ImageReference, isPlaceholder, parseImageReference } from '../../gating/image-reference';
import type { Container } from '../../pod/container';

/** A container's image if it is literal and valid: anything else is never judged by its parts. */
export function imageOf(container: Container): { text: string; reference: ImageReference } | undefined {
  const text = container.image;
  if (text === undefined || isPlaceholder(text)) return undefined;
  const reference = parseImageReference(text);
  return reference && { text, reference };
}
