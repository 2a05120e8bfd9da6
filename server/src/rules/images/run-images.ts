import { type ImageReference, isPlaceholder, isScaffold, parseImageReference } from '../../image/image-reference';
import type { Pod } from '../../pod/pod';
import type { PodImage } from '../../pod/pod-image';
import type { WorkspaceIndex } from '../../workspace/workspace-index';

/** An image that a container or volume uses. */
export interface RunImage {
  readonly text: string;
  readonly reference: ImageReference;
  /** The manifest has it in this form, so a fix can change it there. */
  readonly isWritten: boolean;
}

/**
 * The images that a container or volume uses: the one of its manifest, or those that kustomizations make of it. Placeholders and
 * invalid references are left out, because no part of them is certain.
 */
export function runImages(
  { text: written }: Pick<PodImage, 'text'>,
  { resource }: Pod,
  builds: WorkspaceIndex['builds'],
): RunImage[] {
  if (written === undefined || isPlaceholder(written)) return [];
  return builds.imagesFor(resource, written).flatMap((text) => {
    const reference = parseImageReference(text);
    return reference && !isScaffold(text) ? [{ text, reference, isWritten: text === written }] : [];
  });
}
