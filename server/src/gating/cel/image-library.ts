import type { Environment } from '@marcbachmann/cel-js';
import { Failure, Unknowable } from './failures';

/** An image as Kyverno's expressions have it; the registry and the repository with what is implied. */
class Image {
  readonly registry: string;
  readonly repository: string;
  /** As it is written; empty where none is. */
  readonly tag: string;
  readonly digest: string;

  constructor(registry: string, repository: string, tag: string, digest: string) {
    this.registry = registry;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  get identifier(): string {
    return this.digest || this.tag || 'latest';
  }

  get identifierWithSeparator(): string {
    const tag = this.tag || (this.digest ? '' : 'latest');
    return `${tag && `:${tag}`}${this.digest && `@${this.digest}`}`;
  }

  /** @throws Unknowable where there is a digest, too */
  get onlyTag(): string {
    if (this.tag && this.digest) {
      throw new Unknowable('editions of Kyverno differ in whether an image with a digest has a tag, too');
    }
    return this.digest ? '' : this.tag || 'latest';
  }
}

/** Functions that the API server's own CEL doesn't have. */
export const KYVERNO_FUNCTIONS: ReadonlySet<string> = new Set(['image', 'parseImageReference', 'isImage']);

/** Adds Kyverno's functions on images ("CEL Libraries", Image library). `image` is the older name of `parseImageReference`. */
export function registerImages(created: Environment): void {
  created.registerType('KyvernoImage', Image);
  created.registerFunction('image(string): KyvernoImage', existing);
  created.registerFunction('parseImageReference(string): KyvernoImage', existing);
  created.registerFunction('isImage(string): bool', (text: string) => parse(text) !== undefined);
  const methods: Readonly<Record<string, (image: Image) => unknown>> = {
    'registry(): string': ({ registry }) => registry,
    'repository(): string': ({ repository }) => repository,
    'identifier(): string': ({ identifier }) => identifier,
    'identifierWithSeparator(): string': ({ identifierWithSeparator }) => identifierWithSeparator,
    'tag(): string': ({ onlyTag }) => onlyTag,
    'digest(): string': ({ digest }) => digest,
    'containsDigest(): bool': ({ digest }) => digest !== '',
  };
  for (const [signature, handler] of Object.entries(methods)) {
    created.registerFunction(`KyvernoImage.${signature}`, handler);
  }
}

/** @throws Failure, as in a cluster, where a text is no image */
function existing(text: string): Image {
  const image = parse(text);
  if (!image) throw new Failure(`could not parse reference: ${text}`);
  return image;
}

/** What images without a registry are of, and those of `docker.io`. */
const DEFAULT_REGISTRY = 'index.docker.io';
const REPOSITORY = /^[a-z0-9_\-./]{2,255}$/;
const REGISTRY = /^[^\s/?#@\\]+$/;
const TAG = /^[\w.-]{1,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads a reference as Kyverno does here, by go-containerregistry: unlike in the distribution's grammar, a repository may be
 * of any of its characters, but must have two. `undefined` where the text is no reference.
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
