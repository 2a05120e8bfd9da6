import { isPlaceholder, parseImageReference, qualified } from '../gating/image-reference';
import type { Container } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { WorkspaceIndex } from '../workspace/workspace-index';

/**
 * What an image is, part by part, and whether it can change; what kustomizations make of it; and which policies of the
 * workspace gate images. Markdown, or nothing for what is no image yet.
 */
export function describeImage({ image }: Container, { resource }: Pod, index: WorkspaceIndex): string | undefined {
  if (image === undefined || isPlaceholder(image) || !parseImageReference(image)) return undefined;
  const built = index.imagesFor(resource, image).filter((text) => text !== image);
  return [
    ...describeParts(image),
    ...built.flatMap((text) => ['', `A kustomization makes it ${code(text)}:`, '', ...describeParts(text)]),
    '',
    describeGates(index),
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
    `- Digest: ${pinned ? `${code(reference.digest ?? '')}: it is pinned` : 'none: what the tag means can change'}`,
  ];
}

function describeGates(index: WorkspaceIndex): string {
  if (!index.isComplete) return 'The workspace is still being read for image policies.';
  const names = index.gates.map(({ kind, name }) => code(name === undefined ? kind : `${kind}/${name}`));
  if (names.length === 0) return 'No policy of this workspace gates images.';
  return `Policies of this workspace that gate images: ${names.join(', ')}. Whether they cover this pod is not decided here.`;
}

/** Nothing in a manifest's text can be Markdown here. */
function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ')}\``;
}
