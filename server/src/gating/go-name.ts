import { parseImageReference } from './image-reference';

/** An image as go-containerregistry names it, by which policy engines in Go compare images. */
export interface GoName {
  /** With its registry; Docker Hub's is `index.docker.io` (go-containerregistry, package name). */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const HUB = 'index.docker.io';

/** `undefined` where the text is no image reference. Other than Docker, it takes `localhost` for a registry only with a port. */
export function goNameOf(image: string): GoName | undefined {
  const reference = parseImageReference(image);
  if (!reference) return undefined;
  const { registry, repository, tag, digest } = reference;
  const isRegistry = registry !== undefined && /[.:]/.test(registry);
  const host = !isRegistry || registry === 'docker.io' ? HUB : registry;
  const path = registry !== undefined && !isRegistry ? `${registry}/${repository}` : repository;
  const isImplicit = host === HUB && !path.includes('/');
  return { repository: `${host}/${isImplicit ? 'library/' : ''}${path}`, tag, digest };
}
