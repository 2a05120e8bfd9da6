import { parseByGrammar } from '../../image-reference';
import { type Data, type DataObject, Unknown } from './unknowable';

/** An image as Kyverno takes it apart ("Variables", Variables from container images). */
export interface KyvernoImage {
  readonly registry: string;
  /** The repository with what implies `library/` left out, and whether editions of Kyverno differ in that. */
  readonly path: string;
  readonly isOfficial: boolean;
  readonly tag: string;
  readonly digest: string | undefined;
  /**
   * The names that it may be compared by; two where editions of Kyverno differ. A digest takes the place of the tag.
   */
  readonly names: readonly string[];
}

const DEFAULT_REGISTRY = 'docker.io';
const LIBRARY = new Unknown('editions of Kyverno differ in whether `library/` belongs to the name of such an image');
const UNREADABLE = new Unknown('an image in it is none that Kyverno can read');
export const NOT_FILLED_IN = 'its image still has to be filled in';

const parsed = new Map<string, KyvernoImage | undefined>();
/** More than the images of a large workspace. */
const MOST_IMAGES = 20_000;

/** `undefined` where the text is no reference to an image. */
export function kyvernoImage(text: string): KyvernoImage | undefined {
  if (parsed.has(text)) return parsed.get(text);
  if (parsed.size >= MOST_IMAGES) parsed.clear();
  const image = parse(text);
  parsed.set(text, image);
  return image;
}

function parse(text: string): KyvernoImage | undefined {
  const reference = parseByGrammar(text);
  if (!reference) return undefined;
  const { registry = DEFAULT_REGISTRY, repository, tag, digest } = reference;
  const isOfficial = registry === DEFAULT_REGISTRY && !repository.includes('/');
  const version = digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`;
  const paths = isOfficial ? [repository, `library/${repository}`] : [repository];
  return {
    registry,
    path: repository,
    isOfficial,
    tag: tag ?? (digest === undefined ? 'latest' : ''),
    digest,
    names: paths.map((path) => `${registry}/${path}${version}`),
  };
}

/** The value of `images.<list>.<container>`. */
export function imageData(image: string | undefined, pointer: string): Data {
  if (image === undefined) return new Unknown(NOT_FILLED_IN);
  const known = kyvernoImage(image);
  if (!known) return UNREADABLE;
  const { registry, path, isOfficial, tag, digest } = known;
  const data: DataObject = {
    registry,
    name: path.slice(path.lastIndexOf('/') + 1),
    path: isOfficial ? LIBRARY : path,
    ...(tag !== '' && { tag }),
    ...(digest !== undefined && { digest }),
    reference: isOfficial ? LIBRARY : (known.names[0] ?? ''),
    referenceWithTag: `${registry}/${path}:${tag}`,
    jsonPointer: pointer,
  };
  return data;
}
