import { describe, expect, it } from 'vitest';
import { runningDigests } from '../../../server/src/language/running-digests';
import type { RunningImage } from '../../../server/src/protocol';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

function running(imageId: string, more: Partial<RunningImage> = {}): RunningImage {
  return { image: 'nginx:1.27', imageId, ...more };
}

const digestsOf = (image: string, ...images: RunningImage[]) => runningDigests({ image, running: images }).digests;
const problemOf = (image: string, ...images: RunningImage[]) => runningDigests({ image, running: images }).problem;

describe('the digests of an image that run', () => {
  it.each([`docker.io/library/nginx@${A}`, `docker-pullable://nginx@${A}`, `nginx@${A}`])(
    'are read from what the runtime calls it: %s',
    (imageId) => {
      const [found] = digestsOf('nginx:1.27', running(imageId));
      expect(found).toMatchObject({ digest: A, pods: 1 });
    },
  );

  it.each(['docker.io/nginx:1.27', 'docker.io/library/nginx:1.27', `nginx:1.27@${B}`])(
    'are those of the image under any of its names, pinned or not: %s',
    (image) => expect(digestsOf(image, running(`nginx@${A}`))).toHaveLength(1),
  );

  it('are listed with the most used first', () => {
    const found = digestsOf('nginx:1.27', running(`nginx@${A}`), running(`nginx@${B}`), running(`nginx@${B}`));
    expect(found.map(({ digest, pods }) => [digest, pods])).toEqual([
      [B, 2],
      [A, 1],
    ]);
  });

  it.each([
    A,
    `docker://${A}`,
    `docker://sha256:short`,
    'nginx:1.27',
    `ghcr.io/mirror/nginx@${A}`,
    `quay.io/library/nginx@${A}`,
    'nginx@sha256:abc',
  ])('are none that the registry may not know: %s', (imageId) => {
    expect(digestsOf('nginx:1.27', running(imageId))).toEqual([]);
    expect(problemOf('nginx:1.27', running(imageId))).toBe(
      `The container runtime names nginx:1.27 "${imageId}", and its registry may not know that name. Use the quick fix on the image, which asks the registry.`,
    );
  });

  it.each([
    ['another tag', 'nginx:1.28'],
    ['another image', 'registry.example.com/nginx:1.27'],
  ])('are none of %s than the manifest has', (_, image) => {
    expect(problemOf(image, running(`nginx@${A}`))).toBe(
      `The pods run nginx:1.27, not ${image}. Apply the manifest, then pin the image.`,
    );
  });

  it('of pods that have the image of the manifest count while a rollout goes on', () => {
    const old = running(`nginx@${B}`, { image: 'nginx:1.26' });
    expect(digestsOf('nginx:1.27', old, running(`nginx@${A}`)).map(({ digest }) => digest)).toEqual([A]);
  });
});

describe('the platforms of a digest', () => {
  const platformsOf = (...images: RunningImage[]) => digestsOf('nginx:1.27', ...images).map((one) => one.platforms);
  const on = (digest: string, platform?: string) => running(`nginx@${digest}`, platform ? { platform } : {});

  it('are several where nodes of several run it', () => {
    expect(platformsOf(on(A, 'linux/amd64'), on(A, 'linux/arm64'))).toEqual([
      'for several platforms: linux/amd64 and linux/arm64 run it',
    ]);
  });

  it('are probably one where the others run another', () => {
    expect(platformsOf(on(A, 'linux/amd64'), on(A, 'linux/amd64'), on(B, 'linux/arm64'))).toEqual([
      'probably the digest of linux/amd64 only: linux/arm64 runs another',
      'probably the digest of linux/arm64 only: linux/amd64 runs another',
    ]);
  });

  it('may be one where no pod runs another image', () => {
    expect(platformsOf(on(A, 'linux/amd64'))).toEqual(['may be the digest of linux/amd64 only']);
    // The tag has moved between the two.
    expect(platformsOf(on(A, 'linux/amd64'), on(B, 'linux/amd64'))).toEqual([
      'may be the digest of linux/amd64 only',
      'may be the digest of linux/amd64 only',
    ]);
    expect(platformsOf(on(A))).toEqual(['may be the digest of one platform only']);
  });
});
