import { parseImageReference } from '../../image-reference';
import { type Data, type DataObject, Unknown } from './unknowable';

/** An image as Kyverno takes it apart ("Variables", Variables from container images). */
export interface KyvernoImage {
  readonly registry: string;
  /** The repository with what implies `library/` left out, and whether editions of Kyverno differ in that. */
  readonly path: string;
  readonly isOfficial: boolean;
  readonly tag: string;
  readonly digest: string | undefined;
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
  const reference = parseImageReference(text);
  if (!reference) return undefined;
  const { registry = DEFAULT_REGISTRY, repository, tag, digest } = reference;
  return {
    registry,
    path: repository,
    isOfficial: registry === DEFAULT_REGISTRY && !repository.includes('/'),
    tag: tag ?? (digest === undefined ? 'latest' : ''),
    digest,
  };
}

/**
 * The names that an image may be compared by; more than one where editions of Kyverno differ. A digest takes the place
 * of the tag.
 */
export function namesOf({ registry, path, isOfficial, tag, digest }: KyvernoImage): string[] {
  const version = digest === undefined ? `:${tag}` : `@${digest}`;
  const paths = isOfficial ? [path, `library/${path}`] : [path];
  return paths.map((each) => `${registry}/${each}${version}`);
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
    reference: isOfficial ? LIBRARY : (namesOf(known)[0] ?? ''),
    referenceWithTag: `${registry}/${path}:${tag}`,
    jsonPointer: pointer,
  };
  return data;
}
