import { qualifiedRepository } from '../image/image-name';
import type { KnownSidecar } from './known-sidecar';
import { GENERIC_IMAGE_NAMES, KNOWN_SIDECARS } from './known-sidecars.generated';

/**
 * How an image is known: it is from the publisher, it is in another registry with the publisher's path
 * (`mirror.example.com/istio/proxyv2`), or only the last part of its path is the same.
 */
type ImageOrigin = 'publisher' | 'mirror' | 'namesake';

export interface KnownSidecarMatch {
  readonly sidecar: KnownSidecar;
  readonly byName: boolean;
  readonly byImage: boolean;
  /** Only if it is known by its image. */
  readonly origin?: ImageOrigin;
}

/** The well-known sidecar that a container seems to be. A name alone does not prove it. */
export function findKnownSidecar(name: string | undefined, image: string | undefined): KnownSidecarMatch | undefined {
  const named = sidecarsNamed(name);
  const found = image === undefined ? undefined : findByImage(image);
  const both = found?.sidecars.find((sidecar) => named.includes(sidecar));
  if (found && both) return { sidecar: both, byName: true, byImage: true, origin: found.origin };
  // The image is better evidence than the name.
  const byImage = found?.sidecars.find(({ hasOtherUses }) => !hasOtherUses);
  if (found && byImage) return { sidecar: byImage, byName: false, byImage: true, origin: found.origin };
  const [byName] = named;
  return byName && { sidecar: byName, byName: true, byImage: false };
}

/** Whether a container is what it seems to be: it has the name, and the publisher's image or a mirror of it. */
export function isConfirmed(match: KnownSidecarMatch | undefined): match is KnownSidecarMatch {
  return match?.byName === true && (match.origin === 'publisher' || match.origin === 'mirror');
}

/** The well-known sidecars whose containers have this name. */
export function sidecarsNamed(name: string | undefined): readonly KnownSidecar[] {
  if (name === undefined) return [];
  return BY_NAME.get(name) ?? BY_NAME_PATTERN.find(({ pattern }) => pattern.test(name))?.sidecars ?? [];
}

/** Whether an image is in a place where the publisher of a sidecar has its images: it can be another image of the publisher. */
export function isOfPublisher(sidecars: readonly KnownSidecar[], image: string): boolean {
  const place = placeOf(qualifiedRepository(image));
  // A registry alone, and the official images of Docker, are a place of many publishers.
  if (!place.includes('/') || place === 'docker.io/library') return false;
  return sidecars.some(({ images }) => images.some((own) => placeOf(own) === place));
}

function placeOf(repository: string): string {
  return repository.slice(0, repository.lastIndexOf('/'));
}

const GENERIC_NAMES = new Set(GENERIC_IMAGE_NAMES);
const BY_NAME = new Map<string, KnownSidecar[]>();
const BY_NAME_PATTERN: { readonly pattern: RegExp; readonly sidecars: readonly KnownSidecar[] }[] = [];
const BY_REPOSITORY = new Map<string, KnownSidecar[]>();
/** By the publisher's path without its registry. */
const BY_PATH = new Map<string, KnownSidecar[]>();
/** By the last part of the path. */
const BY_BASENAME = new Map<string, KnownSidecar[]>();

for (const sidecar of KNOWN_SIDECARS) {
  for (const name of sidecar.containers) {
    if (name.includes('*')) BY_NAME_PATTERN.push({ pattern: toPattern(name), sidecars: [sidecar] });
    else add(BY_NAME, name, sidecar);
  }
  for (const image of sidecar.images) {
    const path = image.slice(image.indexOf('/') + 1);
    const basename = path.slice(path.lastIndexOf('/') + 1);
    add(BY_REPOSITORY, image, sidecar);
    if (path !== basename) add(BY_PATH, path, sidecar);
    if (!GENERIC_NAMES.has(basename)) add(BY_BASENAME, basename, sidecar);
  }
}

function findByImage(image: string): { sidecars: readonly KnownSidecar[]; origin: ImageOrigin } | undefined {
  const repository = qualifiedRepository(image);
  const own = BY_REPOSITORY.get(repository);
  if (own) return { sidecars: own, origin: 'publisher' };
  // Look up the whole path first, then without its first part, and so on. The last part remains.
  let rest = repository.slice(repository.indexOf('/') + 1);
  for (let slash = rest.indexOf('/'); slash !== -1; slash = rest.indexOf('/')) {
    const mirrored = BY_PATH.get(rest);
    if (mirrored) return { sidecars: mirrored, origin: 'mirror' };
    rest = rest.slice(slash + 1);
  }
  const namesakes = BY_BASENAME.get(rest);
  return namesakes && { sidecars: namesakes, origin: 'namesake' };
}

function add(index: Map<string, KnownSidecar[]>, key: string, sidecar: KnownSidecar): void {
  const present = index.get(key);
  if (!present) index.set(key, [sidecar]);
  else if (!present.includes(sidecar)) present.push(sidecar);
}

/** The names in the table have no special characters of patterns except `*`. */
function toPattern(name: string): RegExp {
  return new RegExp(`^${name.replaceAll('*', '.*')}$`);
}
