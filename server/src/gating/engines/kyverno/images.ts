import { parseByGrammar } from '../../image-reference';
import { type Data, type DataObject, Unknown } from './unknowable';

/** An image as Kyverno takes it apart ("Variables", Variables from container images). */
export interface KyvernoImage {
  readonly registry: string;
  /** The repository as it is written. */
  readonly path: string;
  /** Whether its path is one name only: newer editions of Kyverno put `library/` before it, whatever the registry. */
  readonly isSingle: boolean;
  readonly tag: string;
  readonly digest: string | undefined;
  /**
   * The names that it may be compared by; two where editions of Kyverno differ. A digest takes the place of the tag.
   */
  readonly names: readonly string[];
}

/** Editions of Kyverno by what the path of an image of one name is to them: that name, or `library/` and that name. */
export type Edition = 'bare' | 'library';
export const EDITIONS: readonly Edition[] = ['bare', 'library'];

/** The registry of images that name none. */
export const DEFAULT_REGISTRY = 'docker.io';
export const EDITIONS_DIFFER = 'editions of Kyverno differ in whether `library/` belongs to the name of such an image';
const LIBRARY = new Unknown(EDITIONS_DIFFER);
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
  const isSingle = !repository.includes('/');
  const version = digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`;
  const paths = isSingle ? [repository, `library/${repository}`] : [repository];
  return {
    registry,
    path: repository,
    isSingle,
    tag: tag ?? (digest === undefined ? 'latest' : ''),
    digest,
    names: paths.map((path) => `${registry}/${path}${version}`),
  };
}

/**
 * The value of `images.<list>.<container>`.
 * @param edition none where it may be any: in what editions differ is unknown then
 */
export function imageData(image: string | undefined, pointer: string, edition: Edition | undefined): Data {
  if (image === undefined) return new Unknown(NOT_FILLED_IN);
  const known = kyvernoImage(image);
  if (!known) return UNREADABLE;
  const { registry, path, isSingle, tag, digest, names } = known;
  const differs = isSingle && edition === undefined;
  const isLibrary = isSingle && edition === 'library';
  const data: DataObject = {
    registry,
    name: path.slice(path.lastIndexOf('/') + 1),
    path: differs ? LIBRARY : isLibrary ? `library/${path}` : path,
    ...(tag !== '' && { tag }),
    ...(digest !== undefined && { digest }),
    reference: differs ? LIBRARY : (names[isLibrary ? 1 : 0] ?? ''),
    referenceWithTag: `${registry}/${path}:${tag}`,
    jsonPointer: pointer,
  };
  return data;
}
