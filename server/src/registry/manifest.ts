import { createHash } from 'node:crypto';
import { RegistryError } from './errors';
import type { RegistryResponse } from './http';

/** Indexes come first, because an index is the image for every platform (OCI image specification, media types). */
const MEDIA_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
/** The header "Accept" of requests. */
export const ACCEPTED = MEDIA_TYPES.join(', ');
/** The format before 2016: its digest is not the digest of its bytes. */
const SCHEMA_1 = /^application\/vnd\.docker\.distribution\.manifest\.v1\+/;
/** The algorithms of go-digest. */
const DIGEST = /^(sha256|sha384|sha512):[0-9a-f]+$/;

/**
 * The digest of the manifest in an answer, checked against the content.
 * @param name the image as it is written
 */
export function digestIn(answer: RegistryResponse, host: string, name: string): string {
  const type = (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (SCHEMA_1.test(type)) {
    throw new RegistryError(
      `${name} can't be pinned: ${host} has it in an old format (schema 1). Push the image again with a current tool.`,
    );
  }
  if (!MEDIA_TYPES.includes(type)) {
    throw new RegistryError(
      `${host} answered with something other than the manifest of ${name} (${type.slice(0, 100) || 'no type'}). Check that it is a registry.`,
    );
  }
  const claimed = String(answer.headers['docker-content-digest'] ?? '');
  if (claimed === '') return digestOf('sha256', answer.body);
  const digest = digestOf(DIGEST.exec(claimed)?.[1] ?? 'sha256', answer.body);
  if (claimed === digest) return digest;
  throw new RegistryError(
    `The answer of ${host} was refused: it says that ${name} is ${claimed.slice(0, 150)}, but the content is ${digest}. Do not trust the registry or the connection to it.`,
  );
}

function digestOf(algorithm: string, content: Buffer): string {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}
