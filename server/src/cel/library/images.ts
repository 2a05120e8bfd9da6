import type { Cause } from '../../cause/cause';
import { Unknowable } from '../../cause/unknown';
import { Failure, Opaque } from '../values';
import { type DeclaredFunction, globals, members } from './overload';

const TAG_WITH_DIGEST: Cause = { kind: 'editions-differ', in: 'tag-with-digest' };

/** An image as expressions have it (Kyverno, "CEL Libraries", Image library); registry and repository include implied parts. */
class Image extends Opaque {
  readonly type = 'Image';
  readonly registry: string;
  readonly repository: string;
  /** As the reference writes it; empty if there is none. */
  readonly tag: string;
  readonly digest: string;

  constructor(registry: string, repository: string, tag: string, digest: string) {
    super();
    this.registry = registry;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  equals(other: Opaque): boolean {
    return (
      other instanceof Image &&
      other.registry === this.registry &&
      other.repository === this.repository &&
      other.tag === this.tag &&
      other.digest === this.digest
    );
  }

  get identifier(): string {
    return this.digest || this.tag || 'latest';
  }

  get identifierWithSeparator(): string {
    const tag = this.tag || (this.digest ? '' : 'latest');
    return `${tag && `:${tag}`}${this.digest && `@${this.digest}`}`;
  }

  /** @throws Unknowable if there is also a digest */
  get onlyTag(): string {
    if (this.tag && this.digest) {
      throw new Unknowable(TAG_WITH_DIGEST);
    }
    return this.digest ? '' : this.tag || 'latest';
  }
}

/** The result of each function for a text, and its type. `image` is the older name of `parseImageReference`. */
const FUNCTIONS: Readonly<Record<string, readonly [type: string, of: (text: string) => unknown]>> = {
  image: ['Image', existing],
  parseImageReference: ['Image', existing],
  isImage: ['bool', (text) => parse(text) !== undefined],
};

/** Functions that the CEL of the API server does not have. */
export function isImageFunction(name: unknown): boolean {
  return typeof name === 'string' && Object.hasOwn(FUNCTIONS, name);
}

/** Kyverno's functions for images ("CEL Libraries", Image library). */
export const IMAGES: readonly DeclaredFunction[] = [
  ...globals(
    Object.fromEntries(Object.entries(FUNCTIONS).map(([name, [type, of]]) => [`${name}(string): ${type}`, of])),
  ),
  ...members({
    'registry(Image): string': ({ registry }: Image) => registry,
    'repository(Image): string': ({ repository }: Image) => repository,
    'identifier(Image): string': ({ identifier }: Image) => identifier,
    'identifierWithSeparator(Image): string': ({ identifierWithSeparator }: Image) => identifierWithSeparator,
    'tag(Image): string': ({ onlyTag }: Image) => onlyTag,
    'digest(Image): string': ({ digest }: Image) => digest,
    'containsDigest(Image): bool': ({ digest }: Image) => digest !== '',
  }),
];

/** @throws Failure, as in a cluster, if the text is not an image */
function existing(text: string): Image {
  const image = parse(text);
  if (!image) throw new Failure(`could not parse reference: ${text}`);
  return image;
}

/** The registry of images without a registry, and of images of `docker.io`. */
const DEFAULT_REGISTRY = 'index.docker.io';
const REPOSITORY = /^[a-z0-9_\-./]{2,255}$/;
const REGISTRY = /^[^\s/?#@\\]+$/;
const TAG = /^[\w.-]{1,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads a reference as Kyverno does here, with the rules of go-containerregistry: a repository may have its characters in any
 * order, but needs at least two. `undefined` if the text is not a reference.
 */
function parse(text: string): Image | undefined {
  const [name = '', digest = '', ...others] = text.split('@');
  if (others.length > 0 || (text.includes('@') && !DIGEST.test(digest))) return undefined;
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const tag = hasTag ? name.slice(colon + 1) : '';
  if (tag !== '' && !TAG.test(tag)) return undefined;
  return toImage(hasTag ? name.slice(0, colon) : name, tag, digest);
}

function toImage(name: string, tag: string, digest: string): Image | undefined {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const hasRegistry = /[.:]/.test(first);
  const repository = hasRegistry ? name.slice(slash + 1) : name;
  if (!REPOSITORY.test(repository) || (hasRegistry && !REGISTRY.test(first))) return undefined;
  const registry = hasRegistry && first !== 'docker.io' ? first : DEFAULT_REGISTRY;
  const isOfficial = registry === DEFAULT_REGISTRY && !repository.includes('/');
  return new Image(registry, isOfficial ? `library/${repository}` : repository, tag, digest);
}
