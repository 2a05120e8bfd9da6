import { isToBeReplaced } from '../text/placeholder';
import { imageRepository, qualifiedRepository } from './image-name';

/** The parts of an image reference, with the names of the reference grammar. */
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
/** The algorithms of digests (opencontainers/go-digest), and the length of their values in characters. */
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;
/**
 * The maximum length of a repository with implied parts, without its registry (distribution/reference,
 * RepositoryNameTotalLengthMax).
 */
const LONGEST_NAME = 255;
/** The form of an image ID. A name must not have this form (distribution/reference, ParseNormalizedNamed). */
const IDENTIFIER = /^[0-9a-f]{64}$/;

/**
 * Parses a reference as the kubelet and container runtimes do (distribution/reference, ParseNormalizedNamed): the part
 * before the first slash is a registry if it has a dot or a port or is `localhost`, so `localhost:5000/app` has a port
 * and no tag. `undefined` if the text is not a reference: a container with it never starts.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const known = lately.get(text);
  if (known !== undefined) return known ?? undefined;
  const parsed = parseAsRuntimes(text);
  if (lately.size >= MOST_KEPT) lately.clear();
  if (text.length <= LONGEST_KEPT) lately.set(text, parsed ?? null);
  return parsed;
}

/** The references that were asked for lately: several rules ask for each image. `null` is no reference. */
const lately = new Map<string, ImageReference | null>();
const MOST_KEPT = 64;
const LONGEST_KEPT = 1000;

function parseAsRuntimes(text: string): ImageReference | undefined {
  const reference = IDENTIFIER.test(text) ? undefined : parseByGrammar(text);
  if (!reference) return undefined;
  const whole = qualifiedRepository(text);
  return whole.length - whole.indexOf('/') - 1 > LONGEST_NAME ? undefined : reference;
}

/**
 * Parses a reference by its grammar alone (distribution/reference, Parse), as policy engines do. They accept some references
 * that runtimes do not accept. `undefined` if the text is not a reference.
 */
export function parseByGrammar(text: string): ImageReference | undefined {
  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const match = REFERENCE.exec(hasRegistry ? text.slice(slash + 1) : text);
  if (!match || (hasRegistry && !WHOLE_HOST.test(first))) return undefined;
  const [, repository = '', tag, digest] = match;
  if (repository.length > LONGEST_NAME || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  return { registry: hasRegistry ? first : undefined, repository, tag, digest };
}

/** A placeholder for an image or a part of one, which a person, an injector or another tool replaces. */
export function isPlaceholder(text: string): boolean {
  if (text === '' || text === 'auto' || /\s/.test(text) || isToBeReplaced(text) || TO_BE_MADE.test(text)) return true;
  if (!/[A-Z]/.test(text)) return false;
  const [name, digest = ''] = text.split('@', 2);
  const [host = '', ...path] = imageRepository(name ?? '').split('/');
  // Capitals can be in a host with dots. An underscore can not.
  const ofHost = path.length > 0 && host.includes('.') ? host.split('.').filter((part) => part.includes('_')) : [host];
  return [...ofHost, ...path].some((part) => WORD_IN_CAPITALS.test(part)) || WORD_FOR_DIGEST.test(digest);
}

/**
 * The same for images with blanks, which are mistakes: the API server takes them as they are in a workload. A name of blanks alone is
 * no placeholder.
 */
export function isStandIn(image: string): boolean {
  const packed = image.replace(/\s+/g, '');
  return packed === '' ? image === '' : isPlaceholder(packed);
}

/** What ko builds from Go code (`ko://`, once an import path alone), and two marks for people: `[NAME]` and an ellipsis. */
const TO_BE_MADE = /^ko:\/\/|^github\.com\/|\[[A-Za-z][\w-]*\]|\.{3}|…/;

/**
 * The image that Kubebuilder and the Operator SDK write for a manager. It does not exist: `kustomize edit set image controller=…`
 * names the real one when the manager is installed.
 */
export function isScaffold(text: string): boolean {
  return text === 'controller:latest' || text === 'controller';
}

/** A repository has no capitals. Tags have: `RC1`. */
const WORD_IN_CAPITALS = /^[A-Z][A-Z\d]*(?:[-_][A-Z\d]+)*$/;
/** A digest of hexadecimal digits in capitals is a mistake. */
const WORD_FOR_DIGEST = /^(?:sha(?:256|512):)?(?=.*[G-Z])[A-Z\d]+(?:[-_][A-Z\d]+)*$/;

/**
 * The reference with the parts that Docker implies: `nginx`, `docker.io/nginx` and `index.docker.io/nginx` are
 * `docker.io/library/nginx`.
 */
export function qualified(text: string): string {
  return parseImageReference(text) ? qualifiedRepository(text) + text.slice(imageRepository(text).length) : text;
}

/** The host of Docker Hub's registry. `docker.io` is only its name in references. */
const DOCKER_HUB = 'registry-1.docker.io';

/** The registry host of an image; `undefined` if the text is not a reference. */
export function registryHostOf(text: string): string | undefined {
  const registry = parseImageReference(qualified(text))?.registry;
  return registry === 'docker.io' ? DOCKER_HUB : registry;
}

/** The reference with this digest, added or replaced. Its tag stays for people to read. */
export function withDigest(text: string, digest: string): string {
  return `${text.split('@', 1)[0]}@${digest}`;
}
