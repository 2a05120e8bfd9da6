import { expect, it } from 'vitest';
import { registryHostOf, withDigest } from '../../../server/src/image/image-reference';

const DIGEST = `sha256:${'a'.repeat(64)}`;

it.each([
  ['web', `web@${DIGEST}`],
  ['web:1', `web:1@${DIGEST}`],
  ['web:latest', `web:latest@${DIGEST}`],
  ['localhost:5000/web', `localhost:5000/web@${DIGEST}`],
  ['[::1]:5000/team/web:1', `[::1]:5000/team/web:1@${DIGEST}`],
  [`web:1@sha256:${'0'.repeat(64)}`, `web:1@${DIGEST}`],
  [`web@sha512:${'0'.repeat(128)}`, `web@${DIGEST}`],
])('%s stays as it is written, and gets its digest', (image, pinned) => {
  expect(withDigest(image, DIGEST)).toBe(pinned);
});

it.each([
  ['nginx', 'registry-1.docker.io'],
  ['team/web:1', 'registry-1.docker.io'],
  ['docker.io/nginx', 'registry-1.docker.io'],
  ['index.docker.io/library/nginx', 'registry-1.docker.io'],
  ['quay.io/team/web', 'quay.io'],
  ['localhost/web', 'localhost'],
  ['localhost:5000/web', 'localhost:5000'],
  ['not an image', undefined],
])('%s is asked for at %s', (image, host) => {
  expect(registryHostOf(image)).toBe(host);
});
