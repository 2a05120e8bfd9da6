/** The parts of an image reference, as the distribution's reference grammar names them. */
export interface ImageReference {
  /** The registry's host and port, if the reference names one. */
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const PATH = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const LABEL = '[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*';
const WHOLE_HOST = new RegExp(`^(?:\\[[0-9a-fA-F:]+\\]|${LABEL}(?:\\.${LABEL})*)(?::[0-9]+)?$`);
const REFERENCE = new RegExp(`^(${PATH}(?:/${PATH})*)(?::(\\w[\\w.-]{0,127}))?(?:@(.+))?$`);
/** The algorithms that images are identified by (opencontainers/go-digest), and how many characters they give. */
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;
const LONGEST_NAME = 255;

/**
 * Parses a reference by the distribution grammar (distribution/reference): the part before the first slash is a
 * registry if it has a dot or a port or is `localhost`, so that `localhost:5000/app` has a port and no tag.
 * `undefined` where the text is no reference.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const match = REFERENCE.exec(hasRegistry ? text.slice(slash + 1) : text);
  if (!match || (hasRegistry && !WHOLE_HOST.test(first))) return undefined;
  const [, repository = '', tag, digest] = match;
  if (repository.length > LONGEST_NAME || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  return { registry: hasRegistry ? first : undefined, repository, tag, digest };
}

/** Text that stands for an image still to be filled in, by a person, an injector or another tool. */
export function isPlaceholder(text: string): boolean {
  if (text === '' || text === 'auto' || /[$<>{}]|\s/.test(text)) return true;
  return /^(?:REPLACE|CHANGE)[-_]|^(?:replace|change)[-_](?:me|this|with)\b|^(?:YOUR|your)[-_]|^(?:TODO|IMAGE)$/.test(
    text,
  );
}

/** The reference with what Docker implies written out: `nginx` and `docker.io/nginx` are `docker.io/library/nginx`. */
export function qualified(text: string): string {
  const reference = parseImageReference(text);
  if (!reference) return text;
  const { registry, repository } = reference;
  if (registry !== undefined && registry !== 'docker.io') return text;
  const path = registry === undefined ? text : text.slice(registry.length + 1);
  return repository.includes('/') ? `docker.io/${path}` : `docker.io/library/${path}`;
}

/** Where the images of Docker Hub are asked for; `docker.io` is only what they are called. */
const DOCKER_HUB = 'registry-1.docker.io';

/** The host that knows an image; `undefined` where the text is no reference. */
export function registryHostOf(text: string): string | undefined {
  const registry = parseImageReference(qualified(text))?.registry;
  return registry === 'docker.io' || registry === 'index.docker.io' ? DOCKER_HUB : registry;
}

/** The reference as it is written with another digest, or with its first one; its tag stays for people to read. */
export function withDigest(text: string, digest: string): string {
  return `${text.replace(/@.*$/, '')}@${digest}`;
}
