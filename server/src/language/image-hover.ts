import { isPlaceholder, parseImageReference, qualified } from '../image/image-reference';
import type { Pod } from '../pod/pod';
import type { PodImage } from '../pod/pod-image';
import { code, joined, type Markdown, markdown } from '../text/markdown';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { describeGates } from './gate-hover';

/**
 * The parts of an image and whether it can change, what kustomizations replace it with, and what the policies of the
 * workspace decide about it. Nothing for text that is not an image yet.
 */
export function describeImage(used: PodImage, pod: Pod, index: WorkspaceIndex): Markdown | undefined {
  const { text: image } = used;
  if (image === undefined || isPlaceholder(image) || !parseImageReference(image)) return undefined;
  const built = index.builds.imagesFor(pod.resource, image).filter((text) => text !== image);
  const lines = [
    ...describeParts(image),
    ...built.flatMap((text) => ['', markdown`A kustomization makes it ${code(text)}:`, '', ...describeParts(text)]),
    '',
    ...describeGates(used, pod, index),
  ];
  return joined(lines, '\n');
}

function describeParts(image: string): Markdown[] {
  const reference = parseImageReference(qualified(image));
  const written = parseImageReference(image);
  if (!reference || !written) return [];
  const implied = markdown` (implied: Docker Hub, unless the node is configured otherwise)`;
  const pinned = reference.digest !== undefined;
  return [
    markdown`- Registry: ${code(reference.registry ?? '')}${written.registry === undefined ? implied : ''}`,
    markdown`- Repository: ${code(reference.repository)}`,
    markdown`- Tag: ${reference.tag === undefined ? (pinned ? 'none' : markdown`${code('latest')} (implied)`) : code(reference.tag)}`,
    markdown`- Digest: ${pinned ? markdown`${code(reference.digest ?? '')}, so it is pinned` : 'none, so what the tag means can change'}`,
  ];
}
