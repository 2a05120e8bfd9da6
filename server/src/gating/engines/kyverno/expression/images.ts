import { Unknown } from '../../../../cause/unknown';
import { parseByGrammar } from '../../../../image/image-reference';
import { NOT_FILLED_IN } from '../../../gate';
import type { Data, DataObject } from './data';

/** An image reference, as Kyverno parses it ("Variables", Variables from container images). */
export interface KyvernoImage {
  readonly registry: string;
  /** The repository, as written. */
  readonly path: string;
  /** Whether its path is one name only. Newer editions of Kyverno add `library/` before it, for every registry. */
  readonly isSingle: boolean;
  readonly tag: string;
  readonly digest: string | undefined;
  /** The names for comparisons; two if editions of Kyverno differ. A digest replaces the tag. */
  readonly names: readonly string[];
}

/** The editions of Kyverno, by the path of an image with a single name: the name, or `library/` and the name. */
export type Edition = 'bare' | 'library';
export const EDITIONS: readonly Edition[] = ['bare', 'library'];

/** The registry of images without a registry. */
export const DEFAULT_REGISTRY = 'docker.io';
const LIBRARY = new Unknown({ kind: 'library-path' });
const UNREADABLE = new Unknown({ kind: 'no-image-name', of: 'data' });
const NO_IMAGE = new Unknown(NOT_FILLED_IN.cause);

const parsed = new Map<string, KyvernoImage | undefined>();
/** More than the images of a large workspace. */
const MOST_IMAGES = 20_000;

/** Parses an image reference; `undefined` if the text is not one. */
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
 * @param edition none if it can be any: values that differ between editions are unknown then
 */
export function imageData(image: string | undefined, pointer: string, edition: Edition | undefined): Data {
  if (image === undefined) return NO_IMAGE;
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
