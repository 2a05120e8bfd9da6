import { fullName } from '../admission/admission-pod';
import { type ImageReference, parseImageReference } from '../image/image-reference';
import type { RunningDigest, RunningDigests, RunningDigestsParams, RunningImage } from '../protocol';

/** The running digests of an image, by the container runtimes of the nodes. No registry is asked. */
export function runningDigests({ image, running }: RunningDigestsParams): RunningDigests {
  const wanted = parsed(image);
  const same = running.filter((one) => wanted && isSame(wanted, parsed(one.image)));
  if (same.length === 0) {
    const images = [...new Set(running.map((one) => one.image))].join(' and ');
    return none(`The pods run ${images}, not ${image}. Apply the manifest, then pin the image.`);
  }
  const byDigest = new Map<string, RunningImage[]>();
  for (const one of same) {
    const digest = wanted && digestIn(one.imageId, wanted);
    if (digest !== undefined) byDigest.set(digest, [...(byDigest.get(digest) ?? []), one]);
  }
  if (byDigest.size === 0) {
    const [name = ''] = same.map(({ imageId }) => imageId);
    return none(
      `The container runtime names ${image} "${name}", and its registry may not know that name. Use the quick fix on the image, which asks the registry.`,
    );
  }
  const digests = [...byDigest].map(
    ([digest, ones]): RunningDigest => ({
      digest,
      pods: ones.length,
      platforms: platformsOf(
        ones,
        [...byDigest].filter(([other]) => other !== digest).flatMap(([, others]) => others),
      ),
    }),
  );
  return { digests: digests.sort((a, b) => b.pods - a.pods) };
}

function none(problem: string): RunningDigests {
  return { digests: [], problem };
}

function parsed(image: string): ImageReference | undefined {
  return parseImageReference(fullName(image));
}

/** Whether name and tag are the same; the digest may differ. */
function isSame(wanted: ImageReference, other: ImageReference | undefined): boolean {
  return isSameName(wanted, other) && wanted.tag === other?.tag;
}

function isSameName(wanted: ImageReference, other: ImageReference | undefined): boolean {
  return wanted.registry === other?.registry && wanted.repository === other?.repository;
}

/**
 * The digest in an `imageID`: `docker.io/library/nginx@sha256:…`, with `docker-pullable://` before it at times. Without a
 * repository it is the digest of the image's configuration, and with another one the registry may not have it here.
 */
function digestIn(imageId: string, wanted: ImageReference): string | undefined {
  const named = parsed(imageId.replace(/^[\w-]+:\/\//, ''));
  return isSameName(wanted, named) ? named?.digest : undefined;
}

/** An image for several platforms has one digest for all of them, and one digest for each platform. */
function platformsOf(own: readonly RunningImage[], others: readonly RunningImage[]): string {
  const known = platformsIn(own);
  const [one, ...more] = known;
  if (one === undefined) return 'may be the digest of one platform only';
  if (more.length > 0) return `for several platforms: ${known.join(' and ')} run it`;
  const elsewhere = platformsIn(others).filter((platform) => platform !== one);
  if (elsewhere.length === 0) return `may be the digest of ${one} only`;
  return `probably the digest of ${one} only: ${elsewhere.join(' and ')} ${elsewhere.length === 1 ? 'runs' : 'run'} another`;
}

function platformsIn(images: readonly RunningImage[]): string[] {
  return [...new Set(images.flatMap(({ platform }) => (platform === undefined ? [] : [platform])))].sort();
}
