import { type ImageReference, isPlaceholder, parseImageReference } from '../../image/image-reference';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import type { RuleContext } from '../rule';

/** An image that a container runs. */
export interface RunImage {
  readonly text: string;
  readonly reference: ImageReference;
  /** The manifest has it in this form, so a fix can change it there. */
  readonly isWritten: boolean;
}

/**
 * The images that a container runs: the one of its manifest, or those that kustomizations make of it. Placeholders and
 * invalid references are left out, because no part of them is certain.
 */
export function runImages(container: Container, { resource }: Pod, { workspace }: RuleContext): RunImage[] {
  const written = container.image;
  if (written === undefined || isPlaceholder(written)) return [];
  return workspace.builds.imagesFor(resource, written).flatMap((text) => {
    const reference = parseImageReference(text);
    return reference ? [{ text, reference, isWritten: text === written }] : [];
  });
}
