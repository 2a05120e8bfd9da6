import { isPlaceholder, parseImageReference, qualified } from '../gating/image-reference';
import type { Container } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { describeGates } from './gate-hover';
import { code } from './markdown';

/**
 * What an image is, part by part, and whether it can change; what kustomizations make of it; and what the policies of
 * the workspace make of it. Markdown, or nothing for what is no image yet.
 */
export function describeImage(container: Container, pod: Pod, index: WorkspaceIndex): string | undefined {
  const { image } = container;
  if (image === undefined || isPlaceholder(image) || !parseImageReference(image)) return undefined;
  const built = index.imagesFor(pod.resource, image).filter((text) => text !== image);
  return [
    ...describeParts(image),
    ...built.flatMap((text) => ['', `A kustomization makes it ${code(text)}:`, '', ...describeParts(text)]),
    '',
    ...describeGates(container, pod, index),
  ].join('\n');
}

function describeParts(image: string): string[] {
  const reference = parseImageReference(qualified(image));
  const written = parseImageReference(image);
  if (!reference || !written) return [];
  const implied = ' (implied: Docker Hub, unless the node is configured otherwise)';
  const pinned = reference.digest !== undefined;
  return [
    `- Registry: ${code(reference.registry ?? '')}${written.registry === undefined ? implied : ''}`,
    `- Repository: ${code(reference.repository)}`,
    `- Tag: ${reference.tag === undefined ? (pinned ? 'none' : `${code('latest')} (implied)`) : code(reference.tag)}`,
    `- Digest: ${pinned ? `${code(reference.digest ?? '')}, so it is pinned` : 'none, so what the tag means can change'}`,
  ];
}
