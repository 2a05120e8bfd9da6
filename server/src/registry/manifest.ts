import { createHash } from 'node:crypto';
import { RegistryError } from './errors';
import type { Answer } from './http';

/** Indexes first, since they stand for the image on every platform (OCI image specification, media types). */
const MEDIA_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
/** What a registry is asked for, as the header "Accept" says it. */
export const ACCEPTED = MEDIA_TYPES.join(', ');
/** Made before 2016: its digest is not that of its bytes. */
const SCHEMA_1 = /^application\/vnd\.docker\.distribution\.manifest\.v1\+/;
/** The algorithms that go-digest knows. */
const DIGEST = /^(sha256|sha384|sha512):[0-9a-f]+$/;

/**
 * The digest of the manifest in an answer. What a registry says of it counts only if it is true.
 * @param name the image as it is written
 */
export function digestIn(answer: Answer, host: string, name: string): string {
  const type = (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (SCHEMA_1.test(type)) {
    throw new RegistryError(
      `${host} has ${name} in a format that can't be pinned (schema 1). Push the image anew with a current tool.`,
    );
  }
  if (!MEDIA_TYPES.includes(type)) {
    throw new RegistryError(
      `${host} answered with something other than the manifest of ${name} (${type.slice(0, 100) || 'no type'}). Is it a registry?`,
    );
  }
  const claimed = String(answer.headers['docker-content-digest'] ?? '');
  if (claimed === '') return digestOf('sha256', answer.body);
  const digest = digestOf(DIGEST.exec(claimed)?.[1] ?? 'sha256', answer.body);
  if (claimed === digest) return digest;
  throw new RegistryError(
    `${host} says that ${name} is ${claimed.slice(0, 150)}, but its content is ${digest}: it was refused. The registry, or something on the way to it, can't be trusted.`,
  );
}

function digestOf(algorithm: string, content: Buffer): string {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}
